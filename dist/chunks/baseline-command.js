const require_plan = require("./plan.js");
const require_main = require("./main.js");
const require_errors = require("./errors.js");
const require_options = require("./options.js");
const require_write_file = require("./write-file.js");
const require_pipeline = require("./pipeline.js");
const require_scan_request = require("./scan-request.js");
const require_sources = require("./sources.js");
// src/baseline-command.ts
async function writeBaseline(words, options, environment, log) {
	const source = require_main.sourceWords.find((word) => word === words[0]);
	const operands = source === void 0 ? words : words.slice(1);
	const subject = await require_sources.sources[source ?? "files"](require_scan_request.scanRequest(operands, {
		options,
		environment,
		log
	}));
	const plan = await require_plan.makePlan(subject, {
		...options,
		verify: false,
		armed: false,
		alert: []
	}, environment, log);
	const report = await require_pipeline.runPipeline(plan);
	const found = report.findings.map(({ fingerprint }) => ({
		fingerprint,
		expires: null,
		reason: null
	}));
	const text = require_plan.formatBaseline([...plan.baseline ?? [], ...found]);
	if (options.output === null) await require_options.printOut(text);
	else await require_write_file.writeWhole(options.output, text).catch((error) => {
		throw new require_errors.AkguardError("AK_OUTPUT", {
			path: options.output ?? "",
			reason: require_errors.messageOf(error)
		});
	});
	const { complete, skipped } = report.scan.coverage;
	if (complete) return require_errors.ExitCode.ok;
	require_options.printError(`akguard: the scan was incomplete: ${skipped[0]?.what ?? ""}: ${skipped[0]?.why ?? ""}`);
	return require_errors.ExitCode.incomplete;
}
exports.writeBaseline = writeBaseline;
