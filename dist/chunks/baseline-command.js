import { l as formatBaseline, r as walkPacks, t as makePlan } from "./plan.js";
import { r as sourceWords } from "./flags.js";
import { n as messageOf, r as ExitCode, t as AkguardError } from "./errors.js";
import { n as printOut, t as printError } from "./terminal.js";
import { n as writeWhole } from "./write-file2.js";
import { i as runPipeline } from "./pipeline.js";
import { n as sources } from "./sources.js";
// src/baseline-command.ts
async function writeBaseline(words, options, environment, log) {
	const source = sourceWords.find((word) => word === words[0]);
	const operands = source === void 0 ? words : words.slice(1);
	const subject = await sources[source ?? "files"]({
		operands,
		...options,
		walkPacks: walkPacks(options.jobs)
	});
	const plan = await makePlan(subject, {
		...options,
		verify: false,
		armed: false,
		alert: []
	}, environment, log);
	const report = await runPipeline(plan);
	const found = report.findings.map(({ fingerprint }) => ({
		fingerprint,
		expires: null,
		reason: null
	}));
	const text = formatBaseline([...plan.baseline ?? [], ...found]);
	if (options.output === null) await printOut(text);
	else await writeWhole(options.output, text).catch((error) => {
		throw new AkguardError("AK_OUTPUT", {
			path: options.output ?? "",
			reason: messageOf(error)
		});
	});
	const { complete, skipped } = report.scan.coverage;
	if (complete) return ExitCode.ok;
	printError(`akguard: the scan was incomplete: ${skipped[0]?.what ?? ""}: ${skipped[0]?.why ?? ""}`);
	return ExitCode.incomplete;
}
export { writeBaseline };
