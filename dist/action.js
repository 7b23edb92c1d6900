Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" });
const require_text = require("./chunks/text.js");
const require_errors = require("./chunks/errors.js");
const require_options = require("./chunks/options.js");
const require_write_file = require("./chunks/write-file.js");
const require_alert_state = require("./chunks/alert-state.js");
const require_json = require("./chunks/json.js");
const require_report = require("./chunks/report.js");
const require_run = require("./chunks/run.js");
const require_plan = require("./chunks/plan.js");
const require_schemas = require("./chunks/schemas.js");
const require_config_file = require("./chunks/config-file.js");
const require_remote = require("./chunks/remote.js");
const require_repository = require("./chunks/repository.js");
const require_scratch = require("./chunks/scratch.js");
const require_sources = require("./chunks/sources.js");
const require_range = require("./chunks/range.js");
const require_runtime = require("./chunks/runtime.js");
const require_secret = require("./chunks/secret.js");
const require_run_place = require("./chunks/run-place.js");
const require_pipeline = require("./chunks/pipeline.js");
let node_path = require("node:path");
let node_crypto = require("node:crypto");
let node_fs_promises = require("node:fs/promises");
// src/action/commands.ts
function note(kind, text) {
	return `::${kind} title=akguard::${escapeData(require_text.visible(require_text.maskKeys(text)))}\n`;
}
function mask(text) {
	return `::add-mask::${escapeData(text)}\n`;
}
function escapeData(text) {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
// src/action/masks.ts
function maskCommands(secrets, environment) {
	if (!isReallyActions(environment)) return "";
	return [...new Set(secrets.flatMap((secret) => formsOf(secret.expose())))].map(mask).join("");
}
function isReallyActions(environment) {
	return environment["GITHUB_ACTIONS"] === "true" && /^\d+$/.test(environment["GITHUB_RUN_ID"] ?? "") && (environment["RUNNER_TEMP"] ?? "") !== "";
}
function formsOf(key) {
	const hex = Buffer.from(key).toString("hex");
	const wide = Buffer.from(key, "utf16le");
	return [
		key,
		hex,
		hex.toUpperCase(),
		key.replaceAll("_", "%5F"),
		key.replaceAll("_", "%5f"),
		key.split("").toReversed().join(""),
		...[
			0,
			1,
			2
		].map((shift) => base64Core(Buffer.from(key), shift)),
		base64Core(wide, 0)
	];
}
function base64Core(bytes, shift) {
	return Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64").slice(Math.ceil(shift * 8 / 6), Math.floor((shift + bytes.length) * 8 / 6));
}
// src/io/append-text.ts
async function appendText(path, text) {
	await (0, node_fs_promises.appendFile)(path, text);
}
// src/action/outputs.ts
const noOutputs = {
	findings: "0",
	active: "0",
	revoked: "0",
	complete: "false",
	"report-path": "",
	"sarif-path": "",
	issues: ""
};
function outputsOf(report) {
	const { summary, scan, findings } = report;
	const links = findings.flatMap(({ outcomes }) => outcomes.flatMap(({ action, detail }) => action === "alert" ? detail.match(/https?:\/\/[\w.:/-]+\/issues\/\d+/g) ?? [] : []));
	return {
		...noOutputs,
		findings: String(summary.findings),
		active: String(summary.active),
		revoked: String(summary.revoked),
		complete: String(scan.coverage.complete),
		issues: [...new Set(links)].join("\n")
	};
}
async function writeOutputs(path, outputs) {
	if (!path) return;
	await appendText(path, Object.entries(outputs).map(([name, value]) => {
		const end = `akguard_${(0, node_crypto.randomUUID)()}`;
		return `${name}<<${end}\n${require_text.maskKeys(value)}\n${end}\n`;
	}).join(""));
}
const mostBytes = 1048576;
async function writeSummary(path, markdown) {
	if (!path) return;
	await appendText(path, fitting(require_text.maskKeys(markdown)));
}
function fitting(markdown, limit = mostBytes) {
	const bytes = Buffer.from(markdown);
	if (bytes.length <= limit) return markdown;
	const word = "\n\nThe rest is left out: a summary ends at 1 MiB. The report holds everything.\n";
	const end = bytes.lastIndexOf(10, limit - Buffer.byteLength(word));
	return `${bytes.toString("utf8", 0, Math.max(0, end))}${word}`;
}
// src/action/summary.ts
function summaryOf(report, notes) {
	if (notes.length === 0) return report;
	const lines = notes.map((text) => `- ${require_text.markdownCode(text)}`);
	return [
		report.trimEnd(),
		"",
		"## About this run",
		"",
		...lines,
		""
	].join("\n");
}
function failureSummary(why) {
	return `# akguard: the run failed\n\n${require_text.markdownCode(why)}\n`;
}
// src/public-report.ts
function publicReport(report) {
	const isWithheld = (finding) => require_alert_state.mayBeAlive(require_alert_state.alertState(finding));
	return {
		report: {
			...report,
			findings: report.findings.map((finding) => isWithheld(finding) ? withoutPlaces(finding) : finding)
		},
		withheld: report.findings.filter(isWithheld).length
	};
}
function withoutPlaces(finding) {
	return {
		...finding,
		key: null,
		verdict: {
			...finding.verdict,
			reason: "withheld",
			code: null,
			request_id: null
		},
		outcomes: finding.outcomes.map((outcome) => outcome.action === "alert" && outcome.result !== "failed" ? outcome : {
			...outcome,
			detail: "withheld"
		}),
		matches: finding.matches.length === 0 ? [] : [nowhere(finding.matches)]
	};
}
function nowhere(matches) {
	const isSuppressed = matches.every(({ suppressed }) => suppressed !== null);
	const by = matches.find(({ suppressed }) => suppressed !== null)?.suppressed?.by ?? "baseline";
	return {
		source: "log",
		repository: null,
		path: "withheld",
		line: 1,
		column: 1,
		commit: null,
		author: null,
		committed_at: null,
		blob: null,
		ref: null,
		tips: null,
		refs: null,
		encoding: [],
		member: null,
		url: null,
		exposure: null,
		suppressed: isSuppressed ? {
			by,
			reason: null
		} : null
	};
}
function withheldNote({ withheld }, { findings }) {
	const alerts = findings.flatMap(({ outcomes }) => outcomes.flatMap(({ action, result, detail }) => action === "alert" && result !== "failed" ? [detail] : []));
	const told = alerts.length === 0 ? "" : `, and for who may see it, in what was told: ${alerts.slice(0, 10).join("; ")}`;
	return `Everybody can read this run, and ${withheld === 1 ? "a key" : `${withheld} keys`} found here may still work, so the places are withheld. They are in the JSON report (output \`report-path\`; make it no artifact of a public repository)${told}.`;
}
// src/action-speak.ts
const style = {
	color: false,
	width: 100,
	runner: true
};
async function speak(whole, notes, { folder, sarif, variables, isPublic }) {
	const forAll = publicReport(whole);
	const isWithheld = forAll.withheld > 0 && await isPublic();
	const { report } = isWithheld ? forAll : { report: whole };
	const problems = [];
	const attempt = (path, write) => write().then(() => path, (error) => {
		problems.push(unwritten(path, error));
		return "";
	});
	const put = async (name, text) => {
		const path = (0, node_path.join)(folder, name);
		return attempt(path, () => require_write_file.writeWhole(path, text));
	};
	const annotated = isReallyActions(variables);
	const findings = annotated ? require_json.humanFindings(report, style) + require_report.reporters.github(report, style) : require_report.reporters.human(report, style);
	await require_options.printOut(findings);
	const text = sarif === "off" ? "" : require_report.reporters.sarif(report, style);
	const paths = {
		"report-path": await put("report.json", require_report.reporters.json(whole, style)),
		"sarif-path": sarif === "off" ? "" : await put("report.sarif", text)
	};
	const all = [...isWithheld ? [withheldNote(forAll, whole)] : [], ...notes];
	if (typeof sarif === "function") {
		const uploaded = await sarif(text);
		if (uploaded.kind === "failed") problems.push(new require_errors.AkguardError("AK_UPLOAD", { reason: uploaded.reason }));
		else if (uploaded.kind === "unavailable") all.push(notUploaded(uploaded.reason));
		else all.push(`Code scanning has it: ${uploaded.url}`);
	}
	if (annotated) await require_options.printRunnerCommands(all.map((each) => note("notice", each)).join(""));
	const summary = summaryOf(require_report.reporters.markdown(report, style), all);
	await attempt("GITHUB_STEP_SUMMARY", () => writeSummary(variables["GITHUB_STEP_SUMMARY"], summary));
	return {
		paths,
		problems
	};
}
function notUploaded(why) {
	return `The SARIF file was not uploaded to code scanning: ${why}.`;
}
function unwritten(path, error) {
	return new require_errors.AkguardError("AK_OUTPUT", {
		path,
		reason: require_errors.messageOf(error)
	});
}
// src/action/base-side.ts
var BaseSide = class {
	#repository;
	#points;
	#commit = null;
	constructor(repository, points) {
		this.#repository = repository;
		this.#points = points;
	}
	async read(path) {
		const { place } = this.#repository;
		const commit = await (this.#commit ??= this.#find(path));
		const named = await require_run.tryGit(place, [
			"rev-parse",
			"--verify",
			"--quiet",
			"--end-of-options",
			`${commit}:${path}`
		]);
		if (named.code !== 0) return null;
		const blob = named.stdout.toString().trim();
		const failure = await this.#repository.obtain([blob]);
		if (failure !== null) throw new require_errors.AkguardError("AK_CONFIG", {
			file: path,
			problem: failure.why
		});
		return (await require_run.runGit(place, [
			"cat-file",
			"blob",
			blob
		])).toString();
	}
	async #find(file) {
		let why = "";
		for (const [i, point] of this.#points.entries()) {
			const got = await this.#repository.get(point, `trusted${i}`, 1);
			if ("id" in got) return got.id;
			why = got.failure.why;
		}
		throw new require_errors.AkguardError("AK_CONFIG", {
			file,
			problem: `the branch that it is read from could not be had: ${why}`
		});
	}
};
// src/action/code-scanning.ts
function whyNotUploaded({ name, ref, sha }, { kind }, { base, head }, { complete }) {
	if (kind === "nothing") return "nothing was scanned";
	if (!complete) return "not everything was read, and GitHub would take what is missing for mended";
	if (name === "pull_request_target" || name === "workflow_run") return `a run of ${name} belongs to another commit than what it scans`;
	if (!ref.startsWith("refs/") || sha === "") return "the event names no ref and commit";
	if (kind === "range" && (name !== "pull_request" || base !== "" || head !== "")) return "a range is a part only, and GitHub would take the rest for mended; use `scan: files` or a schedule for that";
	return null;
}
// src/action/request.ts
const defaultBranch = {
	id: null,
	refs: ["HEAD"]
};
function requestFor(event, inputs) {
	return {
		target: targetFor(event, inputs),
		trusted: trustedFor(event),
		powerless: whyPowerless(event)
	};
}
function targetFor(event, inputs) {
	const { scan, base, head } = inputs;
	const bounded = base !== "" || head !== "";
	if (scan === "history" || scan === "files") {
		if (!bounded) return { kind: scan };
		throw new require_errors.AkguardError("AK_INPUT", {
			input: base === "" ? "head" : "base",
			problem: `has no meaning with \`scan: ${scan}\``
		});
	}
	if (bounded) return givenRange(event, base, head);
	const target = eventTarget(event);
	if (scan === "auto" || target.kind !== "history") return target;
	throw new require_errors.AkguardError("AK_EVENT", { problem: `the event ${event.name} has no range` });
}
function givenRange({ sha }, base, head) {
	return range({
		about: `${base || "the default branch"}..${head || "this commit"}`,
		head: head === "" ? {
			id: sha,
			refs: []
		} : named(head),
		bases: [base === "" ? defaultBranch : named(base)]
	});
}
function named(revision) {
	if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision)) return {
		id: revision,
		refs: []
	};
	return {
		id: null,
		refs: revision.startsWith("refs/") ? [revision] : [`refs/heads/${revision}`, `refs/tags/${revision}`]
	};
}
function range(given) {
	return {
		kind: "range",
		removed: null,
		wholeTree: false,
		guess: 1,
		...given
	};
}
function eventTarget(event) {
	const { name, payload, ref, sha } = event;
	if (payload.pull_request !== void 0) return pullRequest(payload, payload.pull_request);
	switch (name) {
		case "push": return push(payload);
		case "merge_group": {
			const group = payload.merge_group;
			if (group === void 0) throw lacking(name, "merge_group");
			const { head_sha: id, base_sha: base, base_ref: baseRef } = group;
			const bases = [{
				id: base,
				refs: []
			}, {
				id: null,
				refs: [baseRef]
			}];
			return range({
				about: "merge group",
				head: {
					id,
					refs: [group.head_ref]
				},
				bases
			});
		}
		case "workflow_run": return workflowRun(payload);
		case "release": {
			if (payload.release === void 0) throw lacking(name, "release");
			const tag = `refs/tags/${payload.release.tag_name}`;
			const head = {
				id: null,
				refs: [tag]
			};
			return range({
				about: `release of ${tag}`,
				head,
				bases: [defaultBranch],
				wholeTree: true
			});
		}
		case "create": return range({
			about: `new ${ref}`,
			head: {
				id: sha,
				refs: [ref]
			},
			bases: [defaultBranch]
		});
		case "delete": return {
			kind: "nothing",
			why: "a ref was deleted, which adds nothing"
		};
		case "schedule":
		case "workflow_dispatch":
		case "repository_dispatch": return { kind: "history" };
		default: throw new require_errors.AkguardError("AK_EVENT", { problem: `the event ${name} adds no commits that akguard knows of` });
	}
}
function lacking(name, field) {
	return new require_errors.AkguardError("AK_EVENT", { problem: `the event ${name} came without \`${field}\`` });
}
function push({ ref, before, after, deleted, commits, repository }) {
	if (!ref || !before || !after) throw lacking("push", "ref, before and after");
	if (deleted === true || isZero(after)) return {
		kind: "nothing",
		why: `${ref} was deleted, which adds nothing`
	};
	const isNew = isZero(before);
	const isDefault = ref === `refs/heads/${repository?.default_branch ?? ""}`;
	return range({
		about: `push to ${ref}`,
		head: {
			id: after,
			refs: [ref]
		},
		bases: [...isNew ? [] : [{
			id: before,
			refs: []
		}], ...isDefault ? [] : [defaultBranch]],
		removed: isNew ? null : before,
		guess: commits?.length ?? 1
	});
}
function pullRequest({ action, before, after }, pull) {
	const { number, head, base } = pull;
	const atEvent = {
		id: base.sha,
		refs: []
	};
	const tip = {
		id: null,
		refs: [`refs/heads/${base.ref}`]
	};
	return range({
		about: `pull request #${number}`,
		head: {
			id: head.sha,
			refs: [`refs/pull/${number}/head`]
		},
		bases: action === "closed" && pull.merged === true ? [atEvent] : [
			tip,
			atEvent,
			defaultBranch
		],
		removed: before && after === head.sha && !isZero(before) ? before : null,
		guess: pull.commits ?? 1
	});
}
function workflowRun({ workflow_run: run, repository }) {
	if (run === void 0) throw lacking("workflow_run", "workflow_run");
	const branch = run.head_branch;
	const isOwn = run.head_repository == null || run.head_repository.full_name === repository?.full_name;
	const isDefault = isOwn && branch === repository?.default_branch;
	const refs = isOwn && branch !== null ? [`refs/heads/${branch}`] : [];
	return range({
		about: `workflow run of ${branch ?? run.head_sha}`,
		head: {
			id: run.head_sha,
			refs
		},
		bases: isDefault ? [] : [defaultBranch]
	});
}
function isZero(id) {
	return /^0+$/.test(id);
}
function trustedFor({ name, payload }) {
	const { pull_request: pull, merge_group: group, ref, before, repository } = payload;
	if (pull !== void 0) return [{
		id: null,
		refs: [`refs/heads/${pull.base.ref}`]
	}, {
		id: pull.base.sha,
		refs: []
	}];
	if (name === "merge_group" && group !== void 0) return [{
		id: group.base_sha,
		refs: []
	}, defaultBranch];
	const onDefault = ref === `refs/heads/${repository?.default_branch ?? ""}`;
	if (name === "push" && onDefault && before && !isZero(before)) return [{
		id: before,
		refs: []
	}, defaultBranch];
	return [defaultBranch];
}
function whyPowerless({ name, actor, payload }) {
	if (name === "pull_request_target" || name === "workflow_run") return null;
	const pull = payload.pull_request;
	if (pull !== void 0 && pull.head.repo?.full_name !== pull.base.repo?.full_name) return "GitHub gives no secrets to a pull request from a fork";
	if (actor === "dependabot[bot]" && name !== "schedule") return "GitHub gives no secrets to a run that Dependabot caused";
	return null;
}
// src/github/event-payload.ts
const id = require_schemas.string().check(require_schemas._regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/));
const count = require_schemas.int().check(require_schemas._gte(0));
const repository$1 = require_schemas.object({
	full_name: require_schemas.string(),
	default_branch: require_schemas.optional(require_schemas.string())
});
const person = require_schemas.object({
	login: require_schemas.string(),
	type: require_schemas.optional(require_schemas.string())
});
const end = require_schemas.object({
	sha: id,
	ref: require_schemas.string(),
	repo: require_schemas.nullish(require_schemas.object({ full_name: require_schemas.string() }))
});
const payload = require_schemas.object({
	repository: require_schemas.optional(repository$1),
	action: require_schemas.optional(require_schemas.string()),
	ref: require_schemas.nullish(require_schemas.string()),
	before: require_schemas.nullish(id),
	after: require_schemas.nullish(id),
	deleted: require_schemas.optional(require_schemas.boolean()),
	commits: require_schemas.optional(require_schemas.array(require_schemas.unknown())),
	pull_request: require_schemas.optional(require_schemas.object({
		number: count,
		commits: require_schemas.optional(count),
		merged: require_schemas.optional(require_schemas.nullable(require_schemas.boolean())),
		head: end,
		base: end
	})),
	merge_group: require_schemas.optional(require_schemas.object({
		head_sha: id,
		head_ref: require_schemas.string(),
		base_sha: id,
		base_ref: require_schemas.string()
	})),
	workflow_run: require_schemas.optional(require_schemas.object({
		head_sha: id,
		head_branch: require_schemas.nullable(require_schemas.string()),
		head_repository: require_schemas.nullish(require_schemas.object({ full_name: require_schemas.string() })),
		event: require_schemas.string()
	})),
	issue: require_schemas.optional(require_schemas.object({
		number: count,
		pull_request: require_schemas.optional(require_schemas.unknown())
	})),
	comment: require_schemas.optional(require_schemas.object({
		id: count,
		body: require_schemas.string(),
		html_url: require_schemas.string(),
		user: require_schemas.nullable(person)
	})),
	sender: require_schemas.optional(person),
	release: require_schemas.optional(require_schemas.object({
		tag_name: require_schemas.string(),
		target_commitish: require_schemas.string()
	}))
});
function parseEventPayload(text) {
	let json;
	try {
		json = JSON.parse(text);
	} catch {
		return { problem: "the event file is not JSON" };
	}
	const parsed = payload.safeParse(json);
	if (parsed.success) return { payload: parsed.data };
	return { problem: `the field \`${parsed.error.issues[0]?.path.join(".") ?? ""}\` of the event is not as GitHub documents it` };
}
// src/action/runner.ts
async function readRunner(variables) {
	const repository = needed(variables, "GITHUB_REPOSITORY");
	if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw unfit("GITHUB_REPOSITORY is not OWNER/REPOSITORY");
	const path = needed(variables, "GITHUB_EVENT_PATH");
	const text = await require_write_file.readText(path).catch((error) => {
		throw unfit(`the event file can't be read: ${require_errors.messageOf(error)}`);
	});
	if (text === null) throw unfit("there is no event file");
	const parsed = parseEventPayload(text);
	if ("problem" in parsed) throw unfit(parsed.problem);
	return {
		event: {
			name: needed(variables, "GITHUB_EVENT_NAME"),
			actor: variables["GITHUB_ACTOR"] ?? "",
			ref: variables["GITHUB_REF"] ?? "",
			sha: variables["GITHUB_SHA"] ?? "",
			payload: parsed.payload
		},
		repository,
		url: `${serverUrl(variables)}/${repository}`,
		workspace: variables["GITHUB_WORKSPACE"] || ".",
		temporary: needed(variables, "RUNNER_TEMP")
	};
}
function serverUrl(variables) {
	const text = variables["GITHUB_SERVER_URL"] || "https://github.com";
	const url = URL.canParse(text) ? new URL(text) : null;
	const isNear = url !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
	if (url?.protocol === "https:" || url?.protocol === "http:" && isNear) return url.href.replace(/\/+$/, "");
	throw unfit("GITHUB_SERVER_URL is no https address");
}
function needed(variables, name) {
	const value = variables[name] ?? "";
	if (value === "") throw unfit(`${name} is not set, as it is in a run of GitHub Actions`);
	return value;
}
function unfit(problem) {
	return new require_errors.AkguardError("AK_EVENT", { problem });
}
// src/action/settings.ts
async function readSettings(inputs, { base, powerless, mustExist, debug }) {
	const notes = [];
	let side = null;
	const read = async (path) => {
		if (path === "") return null;
		side ??= await base();
		const text = await side.read(path);
		if (text !== null) return text;
		const problem = "there is no such file on the branch that it is read from";
		if (mustExist) throw new require_errors.AkguardError("AK_CONFIG", {
			file: path,
			problem: `${problem}.`
		});
		notes.push(`${path} was not used: ${problem} yet; what a change brings along does not steer its own scan.`);
		return null;
	};
	const config = await readConfig(inputs.config, read);
	const policy = (await readConfig(inputs.policy, read)).policy;
	const options = require_options.buildOptions({
		command: null,
		operands: [],
		values: {}
	}, config);
	const baselinePath = inputs.baseline || (options.baseline ?? "");
	const baseline = await read(baselinePath);
	const alert = inputs.alert.length > 0 ? inputs.alert : options.alert;
	const quietly = alert.filter((channel) => /^file(:|$)/.test(channel));
	if (powerless !== null) notes.push(cannot(powerless, inputs.revoke, alert.length > quietly.length));
	return {
		notes,
		baselinePath,
		baseline: baseline === null ? null : require_plan.parseBaseline(baselinePath, baseline),
		options: {
			...options,
			verify: inputs.verify,
			armed: inputs.revoke && powerless === null,
			alert: (powerless === null ? alert : quietly).map((channel) => inRepository(channel, inputs)),
			failOn: inputs.failOn,
			policy: policy ?? options.policy,
			baseline: null,
			quiet: true,
			verbose: debug,
			color: false
		}
	};
}
async function readConfig(path, read) {
	const text = await read(path);
	return text === null ? {} : require_config_file.parseConfig(path, text);
}
function inRepository(channel, { alertRepository }) {
	return channel === "github-issue" && alertRepository !== "" ? `github-issue:${alertRepository}` : channel;
}
function cannot(why, revoke, alert) {
	const left = [...revoke ? ["revoke keys"] : [], ...alert ? ["send alerts"] : []].join(" and ");
	const done = "Keys were looked for and, where that was wanted, verified";
	return left === "" ? `${why}. ${done}.` : `${why}, so this run could not ${left}. ${done}; whoever handles a find has to do the rest.`;
}
// src/action/reach.ts
const furtherBy = 12;
const deepest = 2e4;
const deepEnough = 2e3;
async function reach(repository, request) {
	const reached = {
		walks: [],
		objects: [],
		trees: [],
		missed: [],
		notes: [],
		range: ""
	};
	let depth = request.guess + 1;
	const whole = request.bases.length === 0 && request.removed === null;
	const head = await repository.get(request.head, "head", whole ? "all" : depth);
	if ("failure" in head) {
		const what = request.head.id ?? request.head.refs.join(", ");
		reached.missed.push({
			what: `${request.about}: ${what}`,
			why: head.failure.why
		});
		return reached;
	}
	const base = await firstBase(repository, request, depth, reached);
	const removed = await getRemoved(repository, request, depth, reached);
	const tip = await peel(repository, head.id, reached);
	if (request.wholeTree && tip !== null) reached.trees.push(tip);
	const baseTip = base === null ? null : await peel(repository, base, null);
	const removedTip = removed === null ? null : await peel(repository, removed, null);
	reached.range = baseTip === null ? head.id : `${baseTip}..${head.id}`;
	if (tip !== null) reached.walks.push([tip, ...baseTip === null ? [] : [`^${baseTip}`]]);
	if (removedTip !== null) reached.walks.push([removedTip, ...tip === null ? [] : [`^${tip}`]]);
	const ids = [
		head.id,
		base,
		removed
	].filter((id) => id !== null);
	while (true) {
		const cut = (await Promise.all(reached.walks.map((walk) => require_remote.listCutOff(repository.place, walk)))).flat();
		const unsure = depth <= deepEnough && (await mayBeOld(repository, tip, baseTip) || await mayBeOld(repository, removedTip, tip));
		if (cut.length === 0 && !unsure) return reached;
		const all = depth >= deepest;
		depth *= furtherBy;
		const failure = await repository.deepen(ids, all || whole ? "all" : depth);
		if (failure === null && !all) continue;
		const why = failure?.why ?? "the server has nothing behind it";
		for (const { id } of cut) reached.missed.push({
			what: `parents of commit ${id}`,
			why
		});
		return reached;
	}
}
async function mayBeOld({ place }, tip, base) {
	if (tip === null || base === null) return false;
	const cut = await require_remote.listCutOff(place, [base]);
	if (cut.length === 0) return false;
	const oldest = await require_remote.oldestTime(place, [tip, `^${base}`]);
	return cut.some(({ time }) => oldest !== Infinity && time > oldest);
}
async function firstBase(repository, { bases }, depth, reached) {
	for (const [i, point] of bases.entries()) {
		const got = await repository.get(point, `base${i}`, depth);
		if ("id" in got) return got.id;
		const what = point.id ?? point.refs.join(", ");
		const instead = i + 1 < bases.length ? "another base was taken" : "all that the head reaches was scanned";
		reached.notes.push(`The base ${what} could not be had (${got.failure.why}); ${instead}.`);
	}
	return null;
}
async function getRemoved(repository, { removed }, depth, reached) {
	if (removed === null) return null;
	const got = await repository.get({
		id: removed,
		refs: []
	}, "removed", depth);
	if ("id" in got) return got.id;
	const { gone, why } = got.failure;
	if (gone) reached.notes.push(`What was there before, ${removed}, is gone from the server, and was not scanned (${why}).`);
	else reached.missed.push({
		what: `what was there before, ${removed}`,
		why
	});
	return null;
}
async function peel(repository, id, reached) {
	for (let at = id, steps = 0; steps < 100; steps += 1) {
		const { stdout } = await require_run.tryGit(repository.place, [
			"cat-file",
			"-t",
			at
		]);
		const type = stdout.toString().trim();
		if (type === "commit") return at;
		if (type !== "tag") {
			if (type === "tree") reached?.trees.push(at);
			else reached?.objects.push(at);
			return null;
		}
		reached?.objects.push(at);
		const tag = await require_run.tryGit(repository.place, [
			"cat-file",
			"tag",
			at
		]);
		at = /^object ([0-9a-f]+)$/m.exec(tag.stdout.toString("latin1"))?.[1] ?? "";
	}
	return null;
}
// src/action/subject.ts
async function subjectFor(target, workspace, options, walkPacks, notes) {
	switch (target.kind) {
		case "range": return rangeOf(target, workspace, notes);
		case "history": return historyOf(workspace, options, walkPacks, notes);
		case "files":
			if (await require_scratch.isEmptyFolder(workspace.checkout)) throw new require_errors.AkguardError("AK_EVENT", { problem: "`files` needs a checkout, and there is none; use actions/checkout before" });
			return require_sources.sources.files({
				...options,
				operands: [workspace.checkout],
				walkPacks
			});
		case "nothing":
			notes.push(`Nothing was scanned: ${target.why}.`);
			return {
				name: "range",
				target: target.why,
				read: async () => {}
			};
	}
}
function commitsOf(about, commits, { repository: open, remote }, notes) {
	return require_range.commitsSource(about, async () => {
		const repository = await open();
		const walks = [];
		for (const [i, id] of commits.entries()) {
			const got = await repository.get({
				id,
				refs: []
			}, `named${i}`, 2);
			if ("failure" in got) notes.push(`Commit ${id} could not be had: ${got.failure.why}.`);
			else {
				const parents = (await require_run.runGit(repository.place, ["rev-parse", `${id}^@`])).toString();
				walks.push([id, ...parents.split("\n").flatMap((parent) => parent === "" ? [] : [`^${parent}`])]);
			}
		}
		return reading(repository, {
			walks,
			objects: [],
			trees: []
		}, remote.url);
	});
}
function reading(repository, what, remote) {
	const obtain = async (ids) => (await repository.obtain(ids))?.why ?? null;
	return {
		...what,
		place: repository.place,
		remote,
		obtain
	};
}
function rangeOf(request, { repository: open, remote }, notes) {
	return require_range.commitsSource(request.about, async (coverage) => {
		const repository = await open();
		const reached = await reach(repository, request);
		for (const { what, why } of reached.missed) coverage.missed(what, why);
		notes.push(...reached.notes);
		if (reached.range !== "") notes.push(`Scanned: ${request.about}, ${reached.range}.`);
		return reading(repository, reached, remote.url);
	});
}
const everything = [
	"+refs/heads/*:refs/heads/*",
	"+refs/tags/*:refs/tags/*",
	"+refs/notes/*:refs/notes/*",
	"+refs/pull/*/head:refs/pull/*/head"
];
async function historyOf({ checkout, folder, remote, format, sleep }, options, walkPacks, notes) {
	const local = await require_repository.findRepository(checkout, false);
	const directory = await require_scratch.makeScratch("history", folder);
	const place = await require_remote.makeBare(directory, remote, (local && await require_repository.objectFormat(local.place)) ?? format);
	const failure = await require_remote.fetchHistory(place, everything, {
		depth: null,
		whole: true
	}, sleep);
	const request = {
		...options,
		allowShallow: false,
		walkPacks
	};
	if (failure === null) {
		const source = await require_sources.sources.history({
			...request,
			operands: [directory]
		});
		return Object.assign(source, { target: remote.url });
	}
	if (local === null || local.shallow) {
		const what = "the repository";
		return {
			name: "history",
			target: remote.url,
			read: async (_, coverage) => coverage.missed(what, failure.why)
		};
	}
	notes.push(`The server could not be asked (${failure.why}); the checkout was scanned, without pull requests.`);
	return require_sources.sources.history({
		...request,
		operands: [checkout]
	});
}
// src/action/private-repository.ts
var PrivateRepository = class {
	place;
	#sleep;
	#full;
	constructor(place, sleep, full) {
		this.place = place;
		this.#sleep = sleep;
		this.#full = full;
	}
	async get({ id, refs }, name, depth) {
		const target = `refs/scan/${name}`;
		if (id !== null && await this.#has(id)) {
			await require_run.runGit(this.place, [
				"update-ref",
				target,
				id
			]);
			return { id };
		}
		let failure = {
			gone: true,
			why: "nobody said where it is"
		};
		for (const source of [...id === null ? [] : [id], ...refs]) {
			const failed = await this.#download([`${source}:${target}`], depth);
			if (failed !== null) {
				if (failure.gone) failure = failed;
				continue;
			}
			const found = (await require_run.runGit(this.place, [
				"rev-parse",
				"--verify",
				target
			])).toString().trim();
			if (id === null) return { id: found };
			if (await this.#has(id)) {
				await require_run.runGit(this.place, [
					"update-ref",
					target,
					id
				]);
				return { id };
			}
			failure = {
				gone: true,
				why: `${source} has moved on without it`
			};
		}
		return { failure };
	}
	async deepen(ids, depth) {
		return this.#download(ids.map((id, i) => `${id}:refs/scan/deep${i}`), depth);
	}
	async obtain(ids) {
		const absent = await require_remote.listAbsent(this.place, [...new Set(ids)]);
		return absent.length === 0 ? null : require_remote.fetchObjects(this.place, absent, this.#sleep);
	}
	async #has(id) {
		return (await require_remote.listAbsent(this.place, [id])).length === 0;
	}
	async #download(specs, depth) {
		return require_remote.fetchHistory(this.place, specs, {
			depth: this.#full ? null : depth,
			whole: false
		}, this.#sleep);
	}
};
async function makePrivate(folder, remote, checkout, format, sleep) {
	const lender = await findLender(checkout);
	const place = await require_remote.makeBare(folder, remote, lender?.format ?? format);
	if (lender === null) return new PrivateRepository(place, sleep, false);
	if (lender.shallowFile !== null) await require_scratch.copyFile(lender.shallowFile, (0, node_path.join)(folder, "shallow"));
	const env = {
		...remote.env,
		GIT_ALTERNATE_OBJECT_DIRECTORIES: lender.objects
	};
	const borrowing = {
		...place,
		env
	};
	if (lender.head !== null) await require_run.runGit(borrowing, [
		"update-ref",
		"refs/scan/lent",
		lender.head
	]);
	return new PrivateRepository(borrowing, sleep, lender.shallowFile === null && lender.head !== null);
}
async function findLender(checkout) {
	const repository = await require_repository.findRepository(checkout, false).catch(() => null);
	if (repository === null) return null;
	const { place } = repository;
	if (await require_repository.isPartial(place)) return null;
	const [objects = "", shallowFile = ""] = (await require_run.runGit(place, [
		"rev-parse",
		"--path-format=absolute",
		"--git-path",
		"objects",
		"--git-path",
		"shallow"
	])).toString().split("\n");
	if (objects === "" || /[:;"\n]/.test(objects)) return null;
	const head = await require_run.tryGit(place, [
		"rev-parse",
		"--verify",
		"--quiet",
		"HEAD^{commit}"
	]);
	return {
		objects,
		format: await require_repository.objectFormat(place),
		shallowFile: repository.shallow ? shallowFile : null,
		head: head.code === 0 ? head.stdout.toString().trim() : null
	};
}
// src/action/workspace.ts
function makeWorkspace({ checkout, folder, url, token, isSha256 }) {
	const format = isSha256 ? "sha256" : null;
	const remote = require_remote.remoteAt(url, token === "" ? null : token);
	const sleep = (ms) => require_runtime.systemClock.sleep(ms);
	let repository = null;
	const open = async () => makePrivate(await require_scratch.makeScratch("range", folder), remote, checkout, format, sleep);
	return {
		checkout,
		folder,
		remote,
		format,
		sleep,
		repository: () => repository ??= open()
	};
}
// src/config/action-inputs.ts
const yesNo = require_schemas._enum([
	"true",
	"True",
	"TRUE",
	"false",
	"False",
	"FALSE"
]);
const words = require_schemas.string();
const teams = require_schemas.string().check(require_schemas._regex(/^([\w.-]+\/[\w.-]+([\s,]+|$))*$/));
const repository = require_schemas.string().check(require_schemas._regex(/^([\w.-]+\/[\w.-]+)?$/));
const revision = require_schemas.string().check(require_schemas._regex(/^([\w][\w./+@-]*)?$/), require_schemas._regex(/^(?!.*(\.\.|@\{))/));
const path = require_schemas.string().check(require_schemas._regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^\0\r\n:\\]*$/));
const actionInputs = {
	scan: {
		schema: require_schemas._enum([
			"auto",
			"range",
			"history",
			"files"
		]),
		default: "auto",
		takes: "auto, range, history or files"
	},
	base: {
		schema: revision,
		default: "",
		takes: "a commit, branch or tag"
	},
	head: {
		schema: revision,
		default: "",
		takes: "a commit, branch or tag"
	},
	verify: {
		schema: yesNo,
		default: "true",
		takes: "true or false"
	},
	revoke: {
		schema: yesNo,
		default: "false",
		takes: "true or false"
	},
	"live-api-key": {
		schema: words,
		default: "",
		takes: "a key"
	},
	"test-api-key": {
		schema: words,
		default: "",
		takes: "a key"
	},
	alert: {
		schema: words,
		default: "",
		takes: "channels, separated by white space"
	},
	"alert-repository": {
		schema: repository,
		default: "",
		takes: "OWNER/REPOSITORY"
	},
	approvers: {
		schema: teams,
		default: "",
		takes: "teams as ORG/SLUG, separated by white space"
	},
	"github-token": {
		schema: words,
		default: "${{ github.token }}",
		takes: "a token"
	},
	"fail-on": {
		schema: require_schemas._enum([
			"any",
			"active",
			"none"
		]),
		default: "any",
		takes: "any, active or none"
	},
	sarif: {
		schema: require_schemas._enum([
			"file",
			"upload",
			"off"
		]),
		default: "file",
		takes: "file, upload or off"
	},
	config: {
		schema: path,
		default: "",
		takes: "a path in the repository, without `..`"
	},
	baseline: {
		schema: path,
		default: "",
		takes: "a path in the repository, without `..`"
	},
	policy: {
		schema: path,
		default: "",
		takes: "a path in the repository, without `..`"
	}
};
function readActionInputs(environment) {
	for (const variable of Object.keys(environment)) {
		const name = /^INPUT_(.+)$/.exec(variable)?.[1]?.toLowerCase();
		if (name !== void 0 && !Object.hasOwn(actionInputs, name)) throw new require_errors.AkguardError("AK_INPUT", {
			input: name,
			problem: "is none that akguard knows"
		});
	}
	return {
		scan: read(environment, "scan"),
		base: read(environment, "base"),
		head: read(environment, "head"),
		verify: isYes(read(environment, "verify")),
		revoke: isYes(read(environment, "revoke")),
		liveApiKey: read(environment, "live-api-key"),
		testApiKey: read(environment, "test-api-key"),
		alert: listed(read(environment, "alert")),
		alertRepository: read(environment, "alert-repository"),
		approvers: listed(read(environment, "approvers")),
		githubToken: read(environment, "github-token"),
		failOn: read(environment, "fail-on"),
		sarif: read(environment, "sarif"),
		config: read(environment, "config"),
		baseline: read(environment, "baseline"),
		policy: read(environment, "policy")
	};
}
function read(environment, name) {
	const input = actionInputs[name];
	const text = environment[`INPUT_${name.toUpperCase()}`]?.trim() ?? "";
	const value = text === "" && !input.default.startsWith("${{") ? input.default : text;
	const parsed = input.schema.safeParse(value);
	if (!parsed.success) throw new require_errors.AkguardError("AK_INPUT", {
		input: name,
		problem: `does not take that: it takes ${input.takes}`
	});
	return parsed.data;
}
function listed(text) {
	return text.split(/[\s,]+/).filter(Boolean);
}
function isYes(text) {
	return text.toLowerCase() === "true";
}
// src/action-run.ts
async function runAction(variables) {
	const { outputs, code } = await scanEvent(variables).catch(async (error) => ({
		outputs: noOutputs,
		code: await giveUp(error, variables)
	}));
	try {
		await writeOutputs(variables["GITHUB_OUTPUT"], outputs);
		return code;
	} catch (error) {
		return require_errors.worst([code, await complain(unwritten("GITHUB_OUTPUT", error), variables)]);
	}
}
async function scanEvent(variables) {
	const inputs = readActionInputs(variables);
	await silence([
		inputs.liveApiKey,
		inputs.testApiKey,
		inputs.githubToken
	].filter(Boolean).map((text) => new require_secret.Secret(text)), variables);
	const runner = await readRunner(variables);
	const own = await require_scratch.makeScratch("akguard", runner.temporary);
	const folder = await require_scratch.makeScratch("git", own);
	try {
		if (runner.event.name === "issue_comment") return await runOrder(inputs, runner, own, folder, variables);
		const request = requestFor(runner.event, inputs);
		const { report, notes } = await scan(inputs, runner, request, folder, variables);
		const said = await speak(report, notes, {
			folder: own,
			sarif: sarifFor(report, notes, inputs, request.target, runner, variables),
			variables,
			isPublic: () => isPublic(inputs, runner, variables)
		});
		const codes = [report.exit_code];
		for (const problem of said.problems) codes.push(await complain(problem, variables));
		return {
			outputs: {
				...outputsOf(report),
				...said.paths
			},
			code: require_errors.worst(codes)
		};
	} finally {
		await require_scratch.removeScratch(folder);
	}
}
async function isPublic(inputs, { repository }, variables) {
	const { visibility } = require_run_place.runPlace(variables);
	if (visibility !== null) return visibility === "public";
	const { askIfPublic } = await Promise.resolve().then(() => require("./chunks/visibility.js")).then((n) => n.visibility_exports);
	const apiUrl = variables["GITHUB_API_URL"] || "https://api.github.com";
	return askIfPublic({
		token: inputs.githubToken,
		apiUrl
	}, repository, require_runtime.silentLog);
}
async function runOrder(inputs, runner, own, folder, variables) {
	const { runComment } = await Promise.resolve().then(() => require("./chunks/comment-run.js"));
	const silenced = (secrets) => silence(secrets, variables);
	const { report, notes, code } = await runComment({
		inputs,
		runner,
		folder,
		variables,
		log: await logFor(variables),
		silence: silenced
	});
	if (report === null) {
		await writeSummary(variables["GITHUB_STEP_SUMMARY"], summaryOf("# akguard: no order\n", notes));
		await require_options.printRunnerCommands(notes.map((each) => note("notice", each)).join(""));
		return {
			outputs: noOutputs,
			code
		};
	}
	const said = await speak(report, notes, {
		folder: own,
		sarif: "off",
		variables,
		isPublic: () => isPublic(inputs, runner, variables)
	});
	const codes = [code];
	for (const problem of said.problems) codes.push(await complain(problem, variables));
	return {
		outputs: {
			...outputsOf(report),
			...said.paths
		},
		code: require_errors.worst(codes)
	};
}
function sarifFor(report, notes, inputs, target, { event, repository }, variables) {
	if (inputs.sarif !== "upload") return inputs.sarif;
	const why = whyNotUploaded(event, target, inputs, report.scan.coverage);
	if (why !== null) {
		notes.push(notUploaded(why));
		return "file";
	}
	const apiUrl = variables["GITHUB_API_URL"] || "https://api.github.com";
	const connection = {
		token: inputs.githubToken,
		apiUrl
	};
	const { sha: commitSha, ref } = event;
	return async (sarif) => {
		const { uploadSarif } = await Promise.resolve().then(() => require("./chunks/code-scanning.js"));
		return uploadSarif({
			connection,
			repo: repository,
			commitSha,
			ref,
			sarif
		}, require_runtime.silentLog);
	};
}
async function scan(inputs, { event, url, workspace: checkout }, { target, trusted, powerless }, folder, variables) {
	const workspace = makeWorkspace({
		checkout,
		folder,
		url,
		token: inputs.githubToken,
		isSha256: event.sha.length === 64
	});
	const debug = variables["RUNNER_DEBUG"] === "1";
	const { options, baseline, notes } = await readSettings(inputs, {
		base: async () => new BaseSide(await workspace.repository(), trusted),
		powerless,
		mustExist: !bringsChanges(event),
		debug
	});
	const log = await logFor(variables);
	const subject = await subjectFor(target, workspace, options, require_plan.walkPacks(options.jobs), notes);
	const environment = {
		...variables,
		AKGUARD_LIVE_API_KEY: inputs.liveApiKey,
		AKGUARD_TEST_API_KEY: inputs.testApiKey,
		GITHUB_TOKEN: inputs.githubToken
	};
	const plan = await require_plan.makePlan(subject, options, environment, log);
	return {
		report: await require_pipeline.runPipeline({
			...plan,
			baseline,
			onFound: (findings) => silence(findings.map(({ secret }) => secret), variables)
		}),
		notes
	};
}
async function logFor(variables) {
	return variables["RUNNER_DEBUG"] === "1" ? (await Promise.resolve().then(() => require("./chunks/logger.js"))).createLogger() : require_runtime.silentLog;
}
function bringsChanges({ name, payload }) {
	return name === "push" || name === "merge_group" || payload.pull_request !== void 0;
}
async function silence(secrets, variables) {
	await require_options.printRunnerCommands(maskCommands(secrets, variables));
}
async function giveUp(error, variables) {
	const code = await complain(error, variables);
	try {
		await writeSummary(variables["GITHUB_STEP_SUMMARY"], failureSummary(sentenceOf(error)));
	} catch (problem) {
		await complain(unwritten("GITHUB_STEP_SUMMARY", problem), variables);
	}
	return code;
}
async function complain(error, variables) {
	const known = error instanceof require_errors.AkguardError;
	const text = sentenceOf(error);
	if (isReallyActions(variables)) await require_options.printRunnerCommands(note("error", text));
	else require_options.printError(`akguard: ${text}`);
	if (!known && error instanceof Error && error.stack !== void 0) require_options.printError(error.stack);
	return known ? error.exitCode : require_errors.ExitCode.bug;
}
function sentenceOf(error) {
	return error instanceof require_errors.AkguardError ? `${error.message} ${error.remedy}` : `This is a bug in akguard, please report it: ${require_errors.messageOf(error)}`;
}
// src/action.ts
async function run() {
	process.exitCode = await runAction(process.env);
}
run();
exports.BaseSide = BaseSide;
exports.commitsOf = commitsOf;
exports.makeWorkspace = makeWorkspace;
exports.readSettings = readSettings;
exports.subjectFor = subjectFor;
exports.trustedFor = trustedFor;
