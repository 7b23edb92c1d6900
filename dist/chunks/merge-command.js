const require_errors = require("./errors.js");
const require_hook_quick = require("./hook-quick.js");
const require_schemas = require("./schemas.js");
const require_write_file = require("./write-file.js");
const require_merge_reports = require("./merge-reports.js");
// src/config/report-file.ts
const number = require_schemas.number();
const word = require_schemas.string();
const orNull = require_schemas.nullable(word);
const match = require_schemas.looseObject({
	repository: require_schemas._default(orNull, null),
	path: orNull,
	line: number,
	column: number,
	suppressed: require_schemas.nullable(require_schemas.looseObject({}))
});
const finding = require_schemas.looseObject({
	fingerprint: word.check(require_schemas._regex(/^[0-9a-f]{32}$/)),
	environment: require_schemas._enum(["live", "test"]),
	redacted: word,
	vendor: orNull,
	verdict: require_schemas.looseObject({
		validity: require_schemas._enum([
			"active",
			"inactive",
			"unknown",
			"unverified"
		]),
		checked_at: orNull
	}),
	decision: require_schemas.looseObject({ actions: require_schemas.array(word) }),
	outcomes: require_schemas.array(require_schemas.looseObject({
		action: word,
		result: word,
		at: word
	})),
	exposed_for_ms: require_schemas.nullable(number),
	matches: require_schemas.array(match)
});
const counted = require_schemas.record(word, number);
const report = require_schemas.looseObject({
	schema: require_schemas.literal("akguard.report/1"),
	scan: require_schemas.looseObject({
		source: word,
		target: word,
		started_at: word.check(require_schemas.refine((text) => !Number.isNaN(Date.parse(text)))),
		duration_ms: number,
		coverage: require_schemas.looseObject({
			complete: require_schemas.boolean(),
			files: number,
			commits: number,
			blobs: number,
			objects: number,
			lines: number,
			bytes: number,
			skipped: require_schemas.array(require_schemas.object({
				what: word,
				why: word
			}))
		}),
		organisation: require_schemas._default(require_schemas.nullable(require_schemas.object({
			repositories: counted,
			incidents: counted,
			cost: counted
		})), null)
	}),
	findings: require_schemas.array(finding),
	exit_code: require_schemas.literal([
		0,
		1,
		2,
		3,
		4,
		70
	])
});
function parseReport(file, text) {
	try {
		return report.parse(JSON.parse(text));
	} catch (error) {
		const [issue] = error instanceof require_schemas.$ZodError ? error.issues : [];
		const where = issue === void 0 ? require_errors.messageOf(error) : `${issue.path.join(".") || "it"} is not as it should be`;
		throw new require_errors.AkguardError("AK_REPORT", {
			file,
			problem: where
		});
	}
}
// src/merge-command.ts
async function mergeFiles(files, { failOn }) {
	if (files.length === 0) throw new require_errors.AkguardError("AK_USAGE", { problem: "The command is `akguard report merge FILE…`." });
	const merger = new require_merge_reports.Merger();
	const scans = [];
	for (const file of files) {
		const report = await readReport(file);
		merger.add(report);
		scans.push(report.scan);
	}
	const starts = scans.map(({ started_at }) => Date.parse(started_at));
	const ends = scans.map(({ duration_ms }, i) => (starts[i] ?? 0) + duration_ms);
	const started = Math.min(...starts);
	const sources = new Set(scans.map(({ source }) => source));
	return merger.report({
		version: require_hook_quick.readVersion(),
		source: (sources.size === 1 ? scans[0]?.source : null) ?? "files",
		target: [...new Set(scans.map(({ target }) => target))].join(" "),
		startedAt: new Date(started).toISOString(),
		durationMs: Math.max(...ends) - started,
		failOn
	});
}
async function readReport(file) {
	const text = await require_write_file.readText(file).catch((error) => {
		throw new require_errors.AkguardError("AK_REPORT", {
			file,
			problem: require_errors.messageOf(error)
		});
	});
	if (text === null) throw new require_errors.AkguardError("AK_REPORT", {
		file,
		problem: "there is no such file"
	});
	return parseReport(file, text);
}
exports.mergeFiles = mergeFiles;
