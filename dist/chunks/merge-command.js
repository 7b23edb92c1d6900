const require_package_files = require("./package-files.js");
const require_write_file = require("./write-file.js");
const require_merge_reports = require("./merge-reports.js");
// src/config/report-file.ts
const number = require_package_files.number();
const word = require_package_files.string();
const orNull = require_package_files.nullable(word);
const match = require_package_files.looseObject({
	repository: require_package_files._default(orNull, null),
	path: orNull,
	line: number,
	column: number,
	suppressed: require_package_files.nullable(require_package_files.looseObject({}))
});
const finding = require_package_files.looseObject({
	fingerprint: word.check(require_package_files._regex(/^[0-9a-f]{32}$/)),
	environment: require_package_files._enum(["live", "test"]),
	redacted: word,
	vendor: orNull,
	verdict: require_package_files.looseObject({
		validity: require_package_files._enum([
			"active",
			"inactive",
			"unknown",
			"unverified"
		]),
		checked_at: orNull
	}),
	decision: require_package_files.looseObject({ actions: require_package_files.array(word) }),
	outcomes: require_package_files.array(require_package_files.looseObject({
		action: word,
		result: word,
		at: word
	})),
	exposed_for_ms: require_package_files.nullable(number),
	matches: require_package_files.array(match)
});
const counted = require_package_files.record(word, number);
const report = require_package_files.looseObject({
	schema: require_package_files.literal("akguard.report/1"),
	scan: require_package_files.looseObject({
		source: word,
		target: word,
		started_at: word.check(require_package_files.refine((text) => !Number.isNaN(Date.parse(text)))),
		duration_ms: number,
		coverage: require_package_files.looseObject({
			complete: require_package_files.boolean(),
			files: number,
			commits: number,
			blobs: number,
			objects: number,
			lines: number,
			bytes: number,
			skipped: require_package_files.array(require_package_files.object({
				what: word,
				why: word
			}))
		}),
		organisation: require_package_files._default(require_package_files.nullable(require_package_files.object({
			repositories: counted,
			incidents: counted,
			cost: counted
		})), null)
	}),
	findings: require_package_files.array(finding),
	exit_code: require_package_files.literal([
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
		const [issue] = error instanceof require_package_files.$ZodError ? error.issues : [];
		const where = issue === void 0 ? require_package_files.messageOf(error) : `${issue.path.join(".") || "it"} is not as it should be`;
		throw new require_package_files.AkguardError("AK_REPORT", {
			file,
			problem: where
		});
	}
}
// src/merge-command.ts
async function mergeFiles(files, { failOn }) {
	if (files.length === 0) throw new require_package_files.AkguardError("AK_USAGE", { problem: "The command is `akguard report merge FILE…`." });
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
		version: require_package_files.readVersion(),
		source: (sources.size === 1 ? scans[0]?.source : null) ?? "files",
		target: [...new Set(scans.map(({ target }) => target))].join(" "),
		startedAt: new Date(started).toISOString(),
		durationMs: Math.max(...ends) - started,
		failOn
	});
}
async function readReport(file) {
	const text = await require_write_file.readText(file).catch((error) => {
		throw new require_package_files.AkguardError("AK_REPORT", {
			file,
			problem: require_package_files.messageOf(error)
		});
	});
	if (text === null) throw new require_package_files.AkguardError("AK_REPORT", {
		file,
		problem: "there is no such file"
	});
	return parseReport(file, text);
}
exports.mergeFiles = mergeFiles;
