"""The pages of incidents: reporting, the list, the page of one, its acts, its tasks, the playbooks."""
