-- Asks for the contract status of random residents. wrk … -s status.lua URL -- RESIDENTS; the token comes as a header.
-- The ids are those that county.sql makes.
local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

function init(arguments)
    residents = tonumber(arguments[1])
    math.randomseed(os.time() * 64 + number)
end

function request()
    local id = string.format("%.0f", 100000000000 + math.random(residents))
    return wrk.format(
        "GET",
        "/api/v1/residents/res_439901_" .. id:sub(1, 8) .. "-" .. id:sub(9)
            .. "-7000-8000-000000000000/contract-status")
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        "result %.1f %.3f %d\n",
        summary.requests / summary.duration * 1e6,
        latency:percentile(99) / 1000,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
