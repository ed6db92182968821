"""Who gets what answer at which address: the whole of it, one line for each address and method.

    act   the act is done: business rows changed        in    led to the sign-in
    200   the page (for a POST: shown again)            302   led on, nothing changed
    403   refused with the reason and the way on        404   as if there were no such thing
    405   no such method here                           409   somebody was faster

A POST carries a form that is in order, so `act` says who may and everything else who may not. `name@which` is the same
address with another record (tests.matrix.targets).

The columns: signed out; staff of another section; staff of the section; an operator of another section; heads of the
section and the department; 総合政策部長; 総務部長; 副市長; ふるさと発信課長; personnel officer, records officer,
auditor, administrator; the deputy of the head of the section.
"""

from dataclasses import dataclass

from tests.matrix.incidents import INCIDENTS
from tests.matrix.published import PUBLISHED
from tests.matrix.world import KINDS

TABLE = """
# address                             how  out  else staf oper shd  dhd  poli genl vice pr   pers rec  aud  adm  dep
healthz                               GET  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
healthz                               POST 405  405  405  405  405  405  405  405  405  405  405  405  405  405  405
people:signin                         GET  200  302  302  302  302  302  302  302  302  302  302  302  302  302  302
people:signin                         POST act  act  act  act  act  act  act  act  act  act  act  act  act  act  act
people:signout                        GET  405  405  405  405  405  405  405  405  405  405  405  405  405  405  405
people:signout                        POST in   act  act  act  act  act  act  act  act  act  act  act  act  act  act
people:idle                           GET  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
people:idle                           POST 200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
people:enter                          GET  405  405  405  405  405  405  405  405  405  405  405  405  405  405  405
people:enter                          POST act  act  act  act  act  act  act  act  act  act  act  act  act  act  act
people:choose_capacity                GET  in   405  405  405  405  405  405  405  405  405  405  405  405  405  405
people:choose_capacity                POST 403  302  302  302  302  302  302  302  302  302  302  302  302  302  302
people:mail_choice                    GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
people:mail_choice                    POST 403  act  act  act  act  act  act  act  act  act  act  act  act  act  act
people:my_authority                   GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
people:my_authority                   POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
people:password                       GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
people:password                       POST 403  act  act  act  act  act  act  act  act  act  act  act  act  act  act
people:set_deputy                     GET  in   403  403  403  200  200  200  200  200  200  200  200  200  200  403
people:set_deputy                     POST 403  403  403  403  act  act  act  act  act  act  act  act  act  act  403
people:end_deputy                     GET  in   404  404  404  200  404  404  404  404  404  404  404  404  404  404
people:end_deputy                     POST 403  404  404  404  act  404  404  404  404  404  404  404  404  404  404
people:person_password                GET  in   404  404  404  404  404  404  404  404  404  404  404  404  405  404
people:person_password                POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
people:person_password@decider        GET  in   404  404  404  404  404  404  404  404  404  404  404  404  405  404
people:person_password@decider        POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
people:person_release                 GET  in   404  404  404  404  404  404  404  404  404  404  404  404  405  404
people:person_release                 POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
people:password_issue                 GET  in   404  404  404  404  404  404  200  404  404  200  404  200  200  404
people:password_issue                 POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
people:password_confirm               GET  in   404  404  404  404  404  404  403  404  404  200  404  403  200  404
people:password_confirm               POST 403  404  404  404  404  404  404  403  404  404  act  404  403  act  404
people:password_decline               GET  in   404  404  404  404  404  404  403  404  404  200  404  403  200  404
people:password_decline               POST 403  404  404  404  404  404  404  403  404  404  act  404  403  act  404
people:person_list                    GET  in   404  404  404  404  404  404  404  404  404  200  404  200  200  404
people:person_list                    POST 403  404  404  404  404  404  404  404  404  404  405  404  405  405  404
people:person_create                  GET  in   404  404  404  404  404  404  404  404  404  404  404  404  200  404
people:person_create                  POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
people:person_edit                    GET  in   404  404  404  404  404  404  404  404  404  200  404  200  200  404
people:person_edit                    POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
people:unit_list                      GET  in   404  404  404  404  404  404  404  404  404  200  404  200  200  404
people:unit_list                      POST 403  404  404  404  404  404  404  404  404  404  405  404  405  405  404
people:unit_create                    GET  in   404  404  404  404  404  404  404  404  404  404  404  404  200  404
people:unit_create                    POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
people:unit_edit                      GET  in   404  404  404  404  404  404  404  404  404  200  404  200  200  404
people:unit_edit                      POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
# address                             how  out  else staf oper shd  dhd  poli genl vice pr   pers rec  aud  adm  dep
people:office_title_list              GET  in   404  404  404  404  404  404  404  404  404  200  404  200  200  404
people:office_title_list              POST 403  404  404  404  404  404  404  404  404  404  405  404  405  405  404
people:office_title_create            GET  in   404  404  404  404  404  404  404  404  404  404  404  404  200  404
people:office_title_create            POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
people:office_title_edit              GET  in   404  404  404  404  404  404  404  404  404  200  404  200  200  404
people:office_title_edit              POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
people:appointment_list               GET  in   404  404  404  404  404  404  404  404  404  200  404  200  200  404
people:appointment_list               POST 403  404  404  404  404  404  404  404  404  404  405  404  405  405  404
people:appointment_create             GET  in   404  404  404  404  404  404  404  404  404  200  404  404  200  404
people:appointment_create             POST 403  404  404  404  404  404  404  404  404  404  act  404  404  act  404
people:appointment_detail             GET  in   404  404  404  404  404  404  200  404  404  200  404  200  200  404
people:appointment_detail             POST 403  404  404  404  404  404  404  405  404  404  405  404  405  405  404
people:appointment_confirm            GET  in   404  404  404  404  404  404  404  404  404  200  404  404  200  404
people:appointment_confirm            POST 403  404  404  404  404  404  404  404  404  404  act  404  404  act  404
people:appointment_decline            GET  in   404  404  404  404  404  404  404  404  404  200  404  404  200  404
people:appointment_decline            POST 403  404  404  404  404  404  404  404  404  404  act  404  404  act  404
people:appointment_end                GET  in   404  404  404  404  404  404  404  404  404  200  404  404  200  404
people:appointment_end                POST 403  404  404  404  404  404  404  404  404  404  act  404  404  act  404
people:deputyship_list                GET  in   404  404  404  404  404  404  404  404  404  200  404  200  200  404
people:deputyship_list                POST 403  404  404  404  404  404  404  404  404  404  405  404  405  405  404
people:deputyship_create              GET  in   404  404  404  404  404  404  404  404  404  200  404  404  200  404
people:deputyship_create              POST 403  404  404  404  404  404  404  404  404  404  act  404  404  act  404
people:deputyship_detail              GET  in   404  404  404  404  404  404  200  404  404  200  404  200  200  404
people:deputyship_detail              POST 403  404  404  404  404  404  404  405  404  404  405  404  405  405  404
people:deputyship_confirm             GET  in   404  404  404  404  404  404  404  404  404  200  404  404  200  404
people:deputyship_confirm             POST 403  404  404  404  404  404  404  404  404  404  act  404  404  act  404
people:deputyship_decline             GET  in   404  404  404  404  404  404  404  404  404  200  404  404  200  404
people:deputyship_decline             POST 403  404  404  404  404  404  404  404  404  404  act  404  404  act  404
people:deputyship_end                 GET  in   404  404  404  404  404  404  404  404  404  200  404  404  200  404
people:deputyship_end                 POST 403  404  404  404  404  404  404  404  404  404  act  404  404  act  404
people:rulebook_list                  GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
people:rulebook_list                  POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
people:rulebook_create                GET  in   404  404  404  404  404  200  404  404  200  404  404  404  200  404
people:rulebook_create                POST 403  404  404  404  404  404  act  404  404  act  404  404  404  act  404
people:rulebook_detail                GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
people:rulebook_detail                POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
people:rulebook_edit                  GET  in   404  404  404  404  404  200  404  404  200  404  404  404  200  404
people:rulebook_edit                  POST 403  404  404  404  404  404  act  404  404  act  404  404  404  act  404
people:rulebook_edit@ruling           GET  in   404  404  404  404  404  403  404  404  403  404  404  404  403  404
people:rulebook_edit@ruling           POST 403  404  404  404  404  404  403  404  404  403  404  404  404  403  404
# address                             how  out  else staf oper shd  dhd  poli genl vice pr   pers rec  aud  adm  dep
people:rulebook_adopt                 GET  in   403  403  403  403  403  200  403  403  403  403  403  403  403  403
people:rulebook_adopt                 POST 403  403  403  403  403  403  act  403  403  403  403  403  403  403  403
people:messages                       GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
people:messages                       POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
people:messages_read                  GET  in   405  405  405  405  405  405  405  405  405  405  405  405  405  405
people:messages_read                  POST 403  302  act  302  act  act  act  act  302  act  act  act  act  302  302
people:message_open                   GET  in   405  405  405  405  405  405  405  405  405  405  405  405  405  405
people:message_open                   POST 403  404  act  404  404  404  404  404  404  404  404  404  404  404  404
people:outbox                         GET  in   404  404  404  404  404  404  404  404  404  404  404  404  200  404
people:outbox                         POST 403  404  404  404  404  404  404  404  404  404  404  404  404  405  404
people:outbox_requeue                 GET  in   404  404  404  404  404  404  404  404  404  404  404  404  405  404
people:outbox_requeue                 POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
people:health                         GET  in   404  404  404  404  404  404  404  404  404  404  404  404  200  404
people:health                         POST 403  404  404  404  404  404  404  404  404  404  404  404  404  405  404
people:trail_list                     GET  in   404  404  404  404  404  404  404  404  404  404  404  200  200  404
people:trail_list                     POST 403  404  404  404  404  404  404  404  404  404  404  404  405  405  404
people:trail_seals                    GET  in   404  404  404  404  404  404  200  404  404  404  404  200  200  404
people:trail_seals                    POST 403  404  404  404  404  404  404  405  404  404  404  404  405  405  404
people:trail_export                   GET  in   404  404  404  404  404  404  404  404  404  404  404  405  404  404
people:trail_export                   POST 403  404  404  404  404  404  404  404  404  404  404  404  act  404  404
people:trail_verifier                 GET  in   404  404  404  404  404  404  404  404  404  404  404  405  404  404
people:trail_verifier                 POST 403  404  404  404  404  404  404  404  404  404  404  404  act  404  404
people:trail_event                    GET  in   404  404  404  404  404  404  404  404  404  404  404  200  200  404
people:trail_event                    POST 403  404  404  404  404  404  404  404  404  404  404  404  405  405  404
dashboard:record_trail                GET  in   404  404  404  404  404  404  404  404  404  404  404  200  200  404
dashboard:record_trail                POST 403  404  404  404  404  404  404  404  404  404  404  404  405  405  404
dashboard:person_trail                GET  in   404  404  404  404  404  404  404  404  404  404  404  200  200  404
dashboard:person_trail                POST 403  404  404  404  404  404  404  404  404  404  404  404  405  405  404
dashboard:decisions                   GET  in   404  404  404  404  404  404  404  404  404  404  404  200  200  404
dashboard:decisions                   POST 403  404  404  404  404  404  404  404  404  404  404  404  405  405  404
dashboard:evidence                    GET  in   404  404  404  404  404  404  404  404  404  404  404  200  200  404
dashboard:evidence                    POST 403  404  404  404  404  404  404  404  404  404  404  404  act  403  404
dashboard:as_of                       GET  in   404  404  404  404  404  200  200  200  404  404  404  200  404  404
dashboard:as_of                       POST 403  404  404  404  404  404  405  405  405  404  404  404  405  404  404
dashboard:samples                     GET  in   404  404  404  404  404  404  404  404  404  404  404  200  404  404
dashboard:samples                     POST 403  404  404  404  404  404  404  404  404  404  404  404  405  404  404
dashboard:sample_new                  GET  in   404  404  404  404  404  404  404  404  404  404  404  200  404  404
dashboard:sample_new                  POST 403  404  404  404  404  404  404  404  404  404  404  404  act  404  404
dashboard:sample                      GET  in   404  404  404  404  404  404  404  404  404  404  404  200  404  404
dashboard:sample                      POST 403  404  404  404  404  404  404  404  404  404  404  404  405  404  404
dashboard:inbox                       GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
dashboard:inbox                       POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
dashboard:calendar                    GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
dashboard:calendar                    POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
dashboard:calendar_feed_own           GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
dashboard:calendar_feed_own           POST 403  act  act  act  act  act  act  act  act  act  act  act  act  act  act
dashboard:calendar_feed_end           GET  in   405  405  405  405  405  405  405  405  405  405  405  405  405  405
dashboard:calendar_feed_end           POST 403  302  302  302  302  302  302  302  302  302  302  302  302  302  302
dashboard:calendar_feed               GET  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
dashboard:calendar_feed               POST 405  405  405  405  405  405  405  405  405  405  405  405  405  405  405
dashboard:duty_waive                  GET  in   404  403  404  200  403  403  403  403  404  404  403  403  404  200
dashboard:duty_waive                  POST 403  404  403  404  act  403  403  403  403  404  404  403  403  404  act
dashboard:help                        GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
dashboard:help                        POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
accounts:registry                     GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
accounts:registry                     POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
accounts:filter_save                  GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
accounts:filter_save                  POST 403  act  act  act  act  act  act  act  act  act  act  act  act  act  act
accounts:filter_save@nothing          GET  in   302  302  302  302  302  302  302  302  302  302  302  302  302  302
accounts:filter_save@nothing          POST 403  302  302  302  302  302  302  302  302  302  302  302  302  302  302
accounts:filter_edit                  GET  in   404  200  404  404  404  404  404  404  404  404  404  404  404  404
accounts:filter_edit                  POST 403  404  act  404  404  404  404  404  404  404  404  404  404  404  404
accounts:filter_end                   GET  in   404  200  404  404  404  404  404  404  404  404  404  404  404  404
accounts:filter_end                   POST 403  404  act  404  404  404  404  404  404  404  404  404  404  404  404
accounts:account_detail               GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
accounts:account_detail               POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
accounts:account_detail@suspended     GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
accounts:account_detail@suspended     POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
accounts:account_detail@planned       GET  in   404  200  404  200  200  200  200  200  200  404  404  200  404  200
accounts:account_detail@planned       POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
accounts:import                       GET  in   404  404  404  404  404  404  200  404  404  404  404  404  404  404
accounts:import                       POST 403  404  404  404  404  404  404  act  404  404  404  404  404  404  404
accounts:import_sample                GET  in   404  404  404  404  404  404  200  404  404  404  404  404  404  404
accounts:import_sample                POST 403  404  404  404  404  404  404  405  404  404  404  404  404  404  404
accounts:import_columns               GET  in   404  404  404  404  404  404  200  404  404  404  404  404  404  404
accounts:import_columns               POST 403  404  404  404  404  404  404  act  404  404  404  404  404  404  404
accounts:import_check                 GET  in   404  404  404  404  404  404  200  404  404  404  404  404  404  404
accounts:import_check                 POST 403  404  404  404  404  404  404  act  404  404  404  404  404  404  404
accounts:account_sheet                GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
accounts:account_sheet                POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
accounts:account_sheet@planned        GET  in   404  200  404  200  200  200  200  200  200  404  404  200  404  200
accounts:account_sheet@planned        POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
accounts:export_csv                   GET  in   405  405  405  405  405  405  405  405  405  405  405  405  405  405
accounts:export_csv                   POST 403  act  act  act  act  act  act  act  act  act  act  act  act  act  act
accounts:export_xlsx                  GET  in   405  405  405  405  405  405  405  405  405  405  405  405  405  405
accounts:export_xlsx                  POST 403  act  act  act  act  act  act  act  act  act  act  act  act  act  act
accounts:platform_list                GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
accounts:platform_list                POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
accounts:platform_create              GET  in   404  404  404  404  404  404  404  404  404  404  404  404  200  404
accounts:platform_create              POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
accounts:platform_edit                GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
accounts:platform_edit                POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
approvals:request_list                GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
approvals:request_list                POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
approvals:request_new                 GET  in   200  200  200  200  403  403  403  403  403  403  403  403  403  200
approvals:request_new                 POST 403  act  act  act  act  403  403  403  403  403  403  403  403  403  act
approvals:request_detail@draft        GET  in   404  200  404  200  404  404  404  404  404  404  404  200  404  200
approvals:request_detail@draft        POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
approvals:request_detail              GET  in   404  200  404  200  200  404  404  200  404  404  404  200  404  200
approvals:request_detail              POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
approvals:request_sheet@draft         GET  in   404  200  404  200  404  404  404  404  404  404  404  200  404  200
approvals:request_sheet@draft         POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
approvals:request_sheet               GET  in   404  200  404  200  200  404  404  200  404  404  404  200  404  200
approvals:request_sheet               POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
# address                             how  out  else staf oper shd  dhd  poli genl vice pr   pers rec  aud  adm  dep
approvals:request_edit                GET  in   404  302  404  302  404  404  404  404  404  404  404  403  404  302
approvals:request_edit                POST 403  404  302  404  302  404  404  404  404  404  404  404  403  404  302
approvals:request_edit_part           GET  in   404  200  404  200  404  404  404  404  404  404  404  403  404  200
approvals:request_edit_part           POST 403  404  act  404  act  404  404  404  404  404  404  404  403  404  act
approvals:request_edit_part@submitted GET  in   404  403  404  403  403  404  404  403  404  404  404  403  404  403
approvals:request_edit_part@submitted POST 403  404  403  404  403  403  404  404  403  404  404  404  403  404  403
approvals:request_submit              GET  in   404  302  404  302  404  404  404  404  404  404  404  403  404  302
approvals:request_submit              POST 403  404  act  404  act  404  404  404  404  404  404  404  403  404  act
approvals:request_pull_back           GET  in   404  302  404  302  302  404  404  302  404  404  404  302  404  302
approvals:request_pull_back           POST 403  404  act  404  act  403  404  404  403  404  404  404  403  404  act
approvals:request_withdraw            GET  in   404  200  404  200  403  404  404  403  404  404  404  403  404  200
approvals:request_withdraw            POST 403  404  act  404  act  403  404  404  403  404  404  404  403  404  act
approvals:attachment_add              GET  in   404  302  404  302  404  404  404  404  404  404  404  403  404  302
approvals:attachment_add              POST 403  404  act  404  act  404  404  404  404  404  404  404  403  404  act
approvals:attachment                  GET  in   404  200  404  200  404  404  404  404  404  404  404  200  404  200
approvals:attachment                  POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
approvals:attachment_remove           GET  in   404  302  404  302  404  404  404  404  404  404  404  302  404  302
approvals:attachment_remove           POST 403  404  act  404  act  404  404  404  404  404  404  404  403  404  act
approvals:step_decide                 GET  in   404  302  404  302  302  404  404  302  404  404  404  302  404  302
approvals:step_decide                 POST 403  404  403  404  act  403  404  404  403  404  404  404  403  404  act
approvals:step_decide@department      GET  in   404  302  404  302  302  404  404  302  404  404  404  302  404  302
approvals:step_decide@department      POST 403  404  403  404  403  act  404  404  403  404  404  404  403  404  403
approvals:step_decide@director        GET  in   404  302  404  302  302  302  404  302  404  404  404  302  404  302
approvals:step_decide@director        POST 403  404  403  404  403  403  act  404  403  404  404  404  403  404  403
approvals:step_read                   GET  in   404  302  404  302  302  302  302  302  404  404  302  302  404  302
approvals:step_read                   POST 403  404  403  404  403  403  403  403  403  404  404  act  403  404  403
approvals:review_detail               GET  in   404  200  404  200  200  404  404  200  404  404  404  200  404  200
approvals:review_detail               POST 403  404  403  404  act  403  404  404  403  404  404  404  403  404  403
approvals:acquire                     GET  in   404  200  404  200  403  403  403  403  403  404  404  403  404  200
approvals:acquire                     POST 403  404  act  404  act  403  403  403  403  403  404  404  403  404  act
approvals:abandon                     GET  in   404  200  404  200  403  403  403  403  403  404  404  403  404  200
approvals:abandon                     POST 403  404  act  404  act  403  403  403  403  403  404  404  403  404  act
approvals:operator_add                GET  in   403  200  403  200  403  403  403  403  403  403  403  403  403  200
approvals:operator_add                POST 403  403  act  403  act  403  403  403  403  403  403  403  403  403  act
approvals:password_changed            GET  in   403  200  403  200  403  403  403  403  403  403  403  403  403  200
approvals:password_changed            POST 403  403  act  403  act  403  403  403  403  403  403  403  403  403  act
approvals:operator_end                GET  in   403  200  403  200  403  403  403  403  403  403  403  403  403  200
approvals:operator_end                POST 403  403  act  403  act  403  403  403  403  403  403  403  403  403  act
approvals:start                       GET  in   404  200  404  200  200  200  200  200  200  404  404  200  404  200
approvals:start                       POST 403  404  403  404  act  403  403  403  403  403  404  404  403  404  act
# address                             how  out  else staf oper shd  dhd  poli genl vice pr   pers rec  aud  adm  dep
approvals:filing_list                 GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
approvals:filing_list                 POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
approvals:filings_receive             GET  in   302  302  302  302  302  302  302  302  302  302  302  302  302  302
approvals:filings_receive             POST 403  302  403  302  403  403  403  act  403  302  302  403  403  302  403
approvals:filing_detail               GET  in   404  200  404  200  200  200  200  200  404  404  200  200  404  200
approvals:filing_detail               POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
approvals:filing_file                 GET  in   404  302  404  302  302  302  302  302  404  404  302  302  404  302
approvals:filing_file                 POST 403  404  act  404  act  403  403  403  403  404  404  403  403  404  act
approvals:filing_ask_correction       GET  in   404  302  404  302  302  302  302  302  404  404  302  302  404  302
approvals:filing_ask_correction       POST 403  404  403  404  403  403  403  act  403  404  404  403  403  404  403
approvals:filing_correct              GET  in   404  302  404  302  302  302  302  302  404  404  302  302  404  302
approvals:filing_correct              POST 403  404  act  404  act  403  403  403  403  404  404  403  403  404  act
approvals:route_step_list             GET  in   404  404  404  404  404  404  404  404  404  200  404  200  200  404
approvals:route_step_list             POST 403  404  404  404  404  404  404  404  404  404  405  404  405  405  404
approvals:route_step_create           GET  in   404  404  404  404  404  404  404  404  404  404  404  404  200  404
approvals:route_step_create           POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
approvals:route_step_edit             GET  in   404  404  404  404  404  404  404  404  404  200  404  200  200  404
approvals:route_step_edit             POST 403  404  404  404  404  404  404  404  404  404  404  404  404  act  404
# address                             how  out  else staf oper shd  dhd  poli genl vice pr   pers rec  aud  adm  dep
retention:due_list                    GET  in   404  404  404  404  404  404  200  200  404  404  200  200  404  404
retention:due_list                    POST 403  404  404  404  404  404  404  403  403  404  404  act  403  404  404
retention:class_list                  GET  in   404  404  404  404  404  404  200  200  404  404  200  200  404  404
retention:class_list                  POST 403  404  404  404  404  404  404  405  405  404  404  405  405  404  404
retention:disposal_list               GET  in   404  404  404  404  404  404  200  200  404  404  200  200  404  404
retention:disposal_list               POST 403  404  404  404  404  404  404  405  405  404  404  405  405  404  404
retention:hold_list                   GET  in   404  404  404  404  404  404  200  200  404  404  200  200  404  404
retention:hold_list                   POST 403  404  404  404  404  404  404  405  405  404  404  405  405  404  404
retention:register                    GET  in   404  404  404  404  404  404  200  200  404  404  200  200  404  404
retention:register                    POST 403  404  404  404  404  404  404  405  405  404  404  405  405  404  404
retention:disposal_detail             GET  in   404  404  404  404  404  404  200  200  404  404  200  200  404  404
retention:disposal_detail             POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
retention:disposal_permit             GET  in   404  404  404  404  404  404  200  403  404  404  403  403  404  404
retention:disposal_permit             POST 403  404  404  404  404  404  404  act  403  404  404  403  403  404  404
retention:disposal_decline            GET  in   404  404  404  404  404  404  200  403  404  404  403  403  404  404
retention:disposal_decline            POST 403  404  404  404  404  404  404  act  403  404  404  403  403  404  404
retention:disposal_withdraw           GET  in   404  404  404  404  404  404  403  403  404  404  200  403  404  404
retention:disposal_withdraw           POST 403  404  404  404  404  404  404  403  403  404  404  act  403  404  404
retention:disposal_carry_out          GET  in   404  404  404  404  404  404  403  403  404  404  200  403  404  404
retention:disposal_carry_out          POST 403  404  404  404  404  404  404  403  403  404  404  act  403  404  404
retention:hold_create                 GET  in   404  404  404  404  404  404  404  404  404  404  200  404  404  404
retention:hold_create                 POST 403  404  404  404  404  404  404  404  404  404  404  act  404  404  404
retention:hold_lift                   GET  in   404  404  404  404  404  404  404  404  404  404  200  404  404  404
retention:hold_lift                   POST 403  404  404  404  404  404  404  404  404  404  404  act  404  404  404
"""


@dataclass(frozen=True)
class Row:
    """One line of the table: the answer to each kind of person."""

    target: str
    method: str
    words: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.target}"


def rows() -> list[Row]:
    """Read the table."""
    found = []
    for line in (TABLE + PUBLISHED + INCIDENTS).splitlines():
        if line and not line.startswith("#"):
            target, method, *words = line.split()
            found.append(Row(target, method, dict(zip(KINDS, words, strict=True))))
    return found
