const require_errors = require("./errors.js");
// src/worker-metrics.ts
function metricsAddress(text) {
	const [, ipv6, name, digits] = /^(?:(?:\[([0-9a-f:]+)\]|([\w.-]+)):)?(\d{1,5})$/i.exec(text) ?? [];
	const port = Number(digits);
	if (digits === void 0 || port > 65535) throw usage(`it takes [HOST:]PORT, not \`${text}\``);
	return {
		host: ipv6 ?? name ?? "127.0.0.1",
		port
	};
}
async function serve(metrics, text) {
	const { host, port } = metricsAddress(text);
	return metrics.listen(host, port).catch((error) => {
		throw usage(require_errors.messageOf(error));
	});
}
function measured({ end, report, cost }, ms) {
	const { objects = 0, bytes = 0 } = report?.scan.coverage ?? {};
	return {
		end,
		seconds: ms / 1e3,
		objects,
		bytes,
		apiCalls: cost.calls,
		validities: report?.findings.map(({ verdict }) => verdict.validity) ?? [],
		revocations: report?.summary.revoked ?? 0
	};
}
function usage(problem) {
	return new require_errors.AkguardError("AK_USAGE", { problem: `--metrics: ${problem}.` });
}
exports.measured = measured;
exports.serve = serve;
