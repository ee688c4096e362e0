wrk.method = "POST"
wrk.body = '{"id":"8812","text":"two pots of tea, please","count":2}'
wrk.headers["Content-Type"] = "application/json"
