const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_hook_quick = require("./hook-quick.js");
const require_errors = require("./errors.js");
const require_octokit = require("./octokit.js");
const require_spooled = require("./spooled.js");
const require_read_file = require("./read-file.js");
// src/github/workflow-runs.ts
const mostListed = 1e3;
const pageSize = 100;
var WorkflowRuns = class {
	#reader;
	#place;
	#origin;
	constructor({ owner, repo, ...options }) {
		this.#reader = new require_spooled.Reader(options);
		this.#place = {
			owner,
			repo
		};
		this.#origin = new URL(options.apiUrl).origin;
	}
	get calls() {
		return this.#reader.calls;
	}
	async run(id) {
		try {
			const { data } = await this.#reader.octokit.rest.actions.getWorkflowRun({
				...this.#place,
				run_id: id
			});
			return runOf(data);
		} catch (error) {
			throw require_octokit.failure(`show run ${id}`, error);
		}
	}
	async *created(period, missed) {
		const first = await this.#page(period, 1);
		if (first.total >= mostListed && period.from < period.to) {
			const middle = Math.floor((period.from + period.to) / 2);
			yield* this.created({
				from: middle + 1,
				to: period.to
			}, missed);
			yield* this.created({
				from: period.from,
				to: middle
			}, missed);
			return;
		}
		const seen = new Set();
		let { total, runs } = first;
		for (let page = 2; runs.length > 0; page++) {
			for (const run of runs) {
				if (seen.has(run.id)) continue;
				seen.add(run.id);
				yield run;
			}
			if (seen.size >= total || page > mostListed / pageSize) break;
			({total, runs} = await this.#page(period, page));
		}
		if (seen.size < total) missed(`${total - seen.size} runs created ${words(period)}`, "GitHub counts them and does not list them");
	}
	async #page({ from, to }, page) {
		try {
			const { data } = await this.#reader.octokit.rest.actions.listWorkflowRunsForRepo({
				...this.#place,
				created: `${iso(from)}..${iso(to)}`,
				per_page: pageSize,
				page
			});
			return {
				total: data.total_count,
				runs: data.workflow_runs.map(runOf)
			};
		} catch (error) {
			throw require_octokit.failure(`list the runs of ${this.#place.owner}/${this.#place.repo}`, error);
		}
	}
	async log(run, attempt) {
		const { owner, repo } = this.#place;
		return require_spooled.openRedirected(this.#reader.octokit, this.#origin, `/repos/${owner}/${repo}/actions/runs/${run.id}/attempts/${attempt}/logs`, `give the log of run ${run.id}, attempt ${attempt}`);
	}
};
function runOf({ id, run_attempt, status, conclusion, html_url }) {
	return {
		id,
		attempts: run_attempt ?? 1,
		status: status ?? "completed",
		conclusion,
		url: html_url
	};
}
function iso(seconds) {
	return new Date(seconds * 1e3).toISOString().replace(".000Z", "Z");
}
function words({ from, to }) {
	return from === to ? `at ${iso(from)}` : `from ${iso(from)} to ${iso(to)}`;
}
// src/sources/line-stamps.ts
const newline = 10;
const bom = Buffer.from("﻿");
const longest = 34;
const shape = "0000-00-00T00:00:00";
var LineStamps = class {
	#held = Buffer.alloc(0);
	#isLineStart = true;
	take(piece) {
		const bytes = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
		return this.#strip(bytes, false);
	}
	end() {
		return this.#strip(this.#held, true);
	}
	#strip(bytes, final) {
		const output = Buffer.allocUnsafe(bytes.length);
		let fill = 0;
		let at = 0;
		while (at < bytes.length) {
			if (this.#isLineStart) {
				const length = stampAt(bytes, at, final);
				if (length === null) break;
				at += length;
			}
			const found = bytes.indexOf(newline, at);
			const end = found < 0 ? bytes.length : found + 1;
			fill += bytes.copy(output, fill, at, end);
			at = end;
			this.#isLineStart = found >= 0;
		}
		this.#held = Buffer.from(bytes.subarray(at));
		return output.subarray(0, fill);
	}
};
function stampAt(bytes, start, final) {
	const first = bytes[start] ?? 0;
	const hasMark = first === bom[0];
	if (!hasMark && !isDigit(first)) return 0;
	if (!final && bytes.length - start < longest && bytes.indexOf(newline, start) < 0) return null;
	let at = start;
	if (hasMark) {
		if (bytes.compare(bom, 0, 3, at, Math.min(at + 3, bytes.length)) !== 0) return 0;
		at += 3;
	}
	for (let i = 0; i < 19; i++, at++) {
		const byte = bytes[at] ?? 0;
		if (shape[i] === "0" ? !isDigit(byte) : byte !== shape.charCodeAt(i)) return 0;
	}
	if (bytes[at] === 46) {
		const digits = ++at;
		while (at < digits + 9 && isDigit(bytes[at] ?? 0)) at++;
	}
	if (bytes[at++] !== 90) return 0;
	const behind = bytes[at];
	if (behind === 32) return at + 1 - start;
	return behind === void 0 || behind === newline || behind === 13 ? at - start : 0;
}
function isDigit(byte) {
	return byte >= 48 && byte <= 57;
}
// src/sources/actions-logs.ts
var actions_logs_exports = require_rolldown_runtime.__exportAll({ actionsLogsSource: () => actionsLogsSource });
const withoutLog = [
	"skipped",
	"action_required",
	"startup_failure",
	"stale"
];
const mostLost = 5;
function actionsLogsSource(request) {
	const { repository, runs } = request;
	const [, owner = "", repo = ""] = /^([A-Za-z0-9][\w-]*)\/([\w.-]+)$/.exec(repository) ?? [];
	if (owner === "" || repo === "." || repo === "..") throw new require_errors.AkguardError("AK_USAGE", { problem: `\`${repository}\` is not OWNER/REPO.` });
	const urls = new WeakMap();
	let reader = null;
	return {
		name: "actions-logs",
		target: "id" in runs ? `${repository} run ${runs.id}` : `${repository} since ${runs.since.toISOString()}`,
		read(sink, coverage) {
			reader = new LogsReader(request, {
				owner,
				repo
			}, sink, coverage, urls);
			return reader.read();
		},
		refine: async (matches) => matches.map((match) => ({
			...match,
			url: urls.get(match.provenance) ?? null
		})),
		get calls() {
			return reader?.calls ?? 0;
		}
	};
}
var LogsReader = class {
	#request;
	#github;
	#sink;
	#coverage;
	#urls;
	#leftOut = new Map();
	#lost = 0;
	constructor(request, place, sink, coverage, urls) {
		this.#request = request;
		const { connection, clock, log } = request;
		this.#github = new WorkflowRuns({
			...connection,
			...place,
			clock,
			log
		});
		this.#sink = sink;
		this.#coverage = coverage;
		this.#urls = urls;
	}
	get calls() {
		return this.#github.calls;
	}
	async read() {
		let known = 0;
		try {
			for await (const run of this.#runs()) {
				known++;
				await this.#run(run);
			}
		} catch (error) {
			if (!(error instanceof require_octokit.GitHubFailure)) throw error;
			const reason = error.message.replace(/^GitHub did not /, "");
			if (known === 0) throw new require_errors.AkguardError("AK_GITHUB", { attempt: reason });
			this.#coverage.missed("the other runs", error.message);
		}
		for (const [why, count] of this.#leftOut) this.#coverage.leftOut(count === 1 ? "1 log" : `${count} logs`, why);
	}
	async *#runs() {
		const { runs, clock } = this.#request;
		if ("id" in runs) {
			yield await this.#github.run(runs.id);
			return;
		}
		const period = {
			from: Math.floor(runs.since.getTime() / 1e3),
			to: Math.ceil(clock.now() / 1e3)
		};
		yield* this.#github.created(period, (what, why) => this.#coverage.missed(what, why));
	}
	async #run(run) {
		for (let attempt = run.attempts; attempt >= 1; attempt--) if (attempt === run.attempts && run.status !== "completed") this.#without(run, attempt, "the run has not ended: it has no log yet");
		else await this.#attempt(run, attempt);
	}
	async #attempt(run, attempt) {
		const name = nameOf(run, attempt);
		try {
			const { maxFileSize, clock } = this.#request;
			const zip = await require_spooled.spooled(() => this.#github.log(run, attempt), maxFileSize, clock);
			this.#lost = 0;
			try {
				await this.#zip(zip, name, `${run.url}/attempts/${attempt}`);
			} finally {
				zip.close();
			}
		} catch (error) {
			if (error instanceof require_spooled.TooLarge) this.#coverage.missed(name, `${error.message}, over --max-file-size`);
			else if (!(error instanceof require_octokit.GitHubFailure)) this.#coverage.missed(name, require_read_file.reasonOf(error));
			else if (isOver(error) || error.status === null && ++this.#lost === mostLost) throw error;
			else this.#refused(error, run, attempt);
		}
	}
	#refused(error, run, attempt) {
		if (error.status === 410) this.#without(run, attempt, "expired: GitHub no longer has it");
		else if (error.status === 404 && withoutLog.includes(run.conclusion ?? "")) this.#without(run, attempt, `there is none: the run was ${run.conclusion}`);
		else if (error.status === 404) this.#coverage.missed(nameOf(run, attempt), "GitHub has no log of it: deleted, or not ours to read");
		else this.#coverage.missed(nameOf(run, attempt), error.message);
	}
	#without(run, attempt, why) {
		if ("id" in this.#request.runs) this.#coverage.missed(nameOf(run, attempt), why);
		else this.#leftOut.set(why, (this.#leftOut.get(why) ?? 0) + 1);
	}
	async #zip(zip, name, url) {
		const kind = require_hook_quick.containerKind(zip.read(0, 512), null);
		if (kind !== "zip") {
			this.#coverage.missed(name, "what GitHub sent is no zip");
			return;
		}
		const { containers } = await Promise.resolve().then(() => require("./containers.js")).then((n) => n.containers_exports);
		const budget = containers.newBudget();
		for (const entry of containers.open(kind, zip, budget)) this.#entry(entry, name, url);
		for (const gap of budget.gaps) this.#coverage.notOpened(name, gap);
	}
	#entry({ name: entryName, head, pieces }, name, url) {
		const provenance = {
			kind: "log",
			path: `${name}: ${entryName}`
		};
		this.#urls.set(provenance, url);
		const stamps = require_hook_quick.containerKind(head, null) === null ? new LineStamps() : null;
		this.#sink.open(provenance);
		try {
			for (const piece of pieces) {
				this.#coverage.bytes += piece.length;
				this.#sink.write(stamps === null ? piece : stamps.take(piece));
			}
			if (stamps !== null) this.#sink.write(stamps.end());
		} finally {
			this.#coverage.lines += this.#sink.close();
			this.#coverage.files++;
		}
	}
};
function nameOf(run, attempt) {
	return `run ${run.id}, attempt ${attempt}`;
}
function isOver(error) {
	return error.status === 401 || error.status === 403 || error.status === 429;
}
Object.defineProperty(exports, "actionsLogsSource", {
	enumerable: true,
	get: function() {
		return actionsLogsSource;
	}
});
Object.defineProperty(exports, "actions_logs_exports", {
	enumerable: true,
	get: function() {
		return actions_logs_exports;
	}
});
