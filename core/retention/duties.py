"""What waits for an office because of a disposal."""

from core.deadlines.duties import Duty
from core.rulebook.parameters import RECORDS_RULE

PERMIT = Duty("retention.permit", "見て決める", RECORDS_RULE, "decision_target_days")
CARRY_OUT = Duty("retention.carry_out", "廃棄する", RECORDS_RULE, "disposal_target_days")
