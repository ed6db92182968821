"""Problems on social media: reported, acknowledged, worked through by a playbook, contained and closed (第7)."""
