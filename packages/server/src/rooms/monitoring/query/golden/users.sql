SELECT g0, toFloat64(s0_cost) / 1000000000 AS m0, toFloat64(s0_uncosted_calls) / nullIf(toFloat64(s0_model_calls), 0) AS u0, toFloat64(ifNull(s0_model_calls, 0)) AS m1
FROM (SELECT t.k0 AS g0, sum(t.p0_cost) AS s0_cost, sum(t.p0_uncosted_calls) AS s0_uncosted_calls, sum(t.p0_model_calls) AS s0_model_calls
FROM (SELECT toString(x.user_id) AS k0, x.cost_nano_usd AS p0_cost, toUInt64(x.uncosted_calls) AS p0_uncosted_calls, toUInt64(x.model_calls) AS p0_model_calls, toUInt64(1) AS p_any FROM runs AS x FINAL WHERE workspace_id = {workspace:String} AND has({teams:Array(String)}, team_id) AND (bucket >= toDateTime(1795215480) AND bucket < toDateTime(1795341600)) AND is_deleted = 0) AS t GROUP BY g0 HAVING sum(t.p_any) > 0)
ORDER BY m0 DESC NULLS LAST, g0 LIMIT {limit:UInt32};
