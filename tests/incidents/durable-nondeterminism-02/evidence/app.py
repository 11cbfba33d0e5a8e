from datetime import datetime
@durable_execution
def handler(event, ctx):
    debt = ctx.step(load_debt(event["id"]))
    if datetime.now().hour < 9:
        ctx.step(send_letter_morning(debt), name="send-letter-morning")
    else:
        ctx.step(send_mail_day(debt), name="send-mail-day")
    ctx.wait(Duration.from_hours(1), name="pause")
    return ctx.step(close_case(debt), name="close-case")
