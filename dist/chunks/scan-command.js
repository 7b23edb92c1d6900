const require_pipeline = require("./pipeline.js");
const require_plan = require("./plan.js");
const require_scan_request = require("./scan-request.js");
const require_sources = require("./sources.js");
// src/scan-command.ts
async function scan(name, operands, context) {
	const { options, environment, log } = context;
	const subject = await require_sources.sources[name](require_scan_request.scanRequest(operands, context));
	return require_pipeline.runPipeline(await require_plan.makePlan(subject, options, environment, log));
}
const revokeAsAsked = [
	{
		name: "asked",
		when: { validity: ["active"] },
		actions: ["revoke", "alert"]
	},
	{
		name: "unknown",
		when: { validity: ["unknown"] },
		actions: ["alert", "fail"]
	},
	{
		name: "inactive",
		when: {},
		actions: []
	}
];
async function handleKey(command, context) {
	const { options, environment, log } = context;
	const subject = await require_plan.readKey();
	const asked = {
		...options,
		...command === "revoke" && {
			armed: true,
			policy: revokeAsAsked
		}
	};
	return require_pipeline.runPipeline(await require_plan.makePlan(subject, asked, environment, log));
}
exports.handleKey = handleKey;
exports.scan = scan;
