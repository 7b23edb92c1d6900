const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_kind = require("./kind.js");
const require_package_files = require("./package-files.js");
const require_octokit = require("./octokit.js");
const require_read_file = require("./read-file.js");
const require_log_file = require("./log-file.js");
let node_path = require("node:path");
let node_os = require("node:os");
let node_fs = require("node:fs");
// src/github/patience.ts
const longestBanMs = 39e5;
const primaryMs = 36e5;
const unsaidMs = 6e4;
const mostBans = 5;
const pausesMs = [
	1e3,
	4e3,
	9e3
];
function makePatient(octokit, patience) {
	const { clock, log, longestMs, onSent } = patience;
	const gate = require_octokit.gateBefore(octokit);
	octokit.hook.wrap("request", async (request, options) => {
		options.request.retries = 0;
		const budget = options.url.endsWith("/graphql") ? "graphql" : "core";
		for (let bans = 0, failures = 0;;) {
			const leftMs = await require_octokit.pass(gate, budget, clock, longestMs);
			if (leftMs !== null) throw tooLong(leftMs);
			let refused = null;
			let answer;
			onSent?.();
			try {
				const response = await request(options);
				answer = response;
				if (!isLimitOfGraphql(response.data)) {
					const usedUpMs = usedUp(response.headers, clock.now());
					if (usedUpMs !== null) await gate.bans.hold(budget, clock.now() + usedUpMs);
					return response;
				}
			} catch (error) {
				refused = error;
				if (!(error instanceof require_octokit.RequestError)) throw error;
				answer = error.response ?? null;
				const pauseMs = error.status >= 500 ? pausesMs[failures++] : void 0;
				if (pauseMs !== void 0 && options.request["isHasty"] !== true) {
					await clock.sleep(pauseMs);
					continue;
				}
			}
			const banMs = banOf(answer, clock.now(), bans);
			if (banMs === null) throw refused;
			await gate.bans.hold("all", clock.now() + banMs);
			if (++bans > mostBans || banMs > longestMs) throw refused ?? tooLong(banMs);
			log.warn("github: told to wait", {
				status: answer?.status,
				seconds: Math.ceil(banMs / 1e3)
			});
		}
	});
}
function banOf(answer, now, before) {
	if (answer === null) return null;
	const { status, headers, data } = answer;
	const isAnswer = status === 200 && isLimitOfGraphql(data);
	if (status !== 403 && status !== 429 && !isAnswer) return null;
	const told = retryAfterMs(headers["retry-after"], now);
	if (told !== null) return told;
	const longer = unsaidMs * 2 ** before;
	const usedUpMs = usedUp(headers, now);
	if (usedUpMs !== null) return usedUpMs > 1e3 || before === 0 ? usedUpMs : longer;
	return status === 429 || isAnswer || isLimitText(messageIn(data)) ? longer : null;
}
function usedUp(headers, now) {
	const reset = Number(headers["x-ratelimit-reset"]);
	if (String(headers["x-ratelimit-remaining"]) !== "0" || !(reset > 0)) return null;
	return Math.min(Math.max(0, reset * 1e3 - now), primaryMs) + 1e3;
}
function isLimitOfGraphql(data) {
	if (typeof data !== "object" || data === null || !("errors" in data) || !Array.isArray(data.errors)) return false;
	return data.errors.some((error) => error?.type === "RATE_LIMITED" || isLimitText(String(error?.message)));
}
function isLimitText(text) {
	return /\brate limit|\babuse detection/i.test(text);
}
function messageIn(data) {
	return typeof data === "object" && data !== null && "message" in data ? String(data.message) : "";
}
function tooLong(ms) {
	return new require_octokit.GitHubFailure(`GitHub did not answer: it told us to wait for ${Math.ceil(ms / 6e4)} minutes`, 429);
}
function retryAfterMs(value, now) {
	if (value === void 0 || value === "") return null;
	const seconds = Number(value);
	const at = Number.isNaN(seconds) ? Date.parse(String(value)) : now + seconds * 1e3;
	return Number.isNaN(at) ? null : Math.max(0, at - now);
}
// src/github/download.ts
const mostHops = 3;
const idleMs = 6e4;
async function download(address, what) {
	let url = parse(address, what);
	for (let hops = 0; hops <= mostHops; hops++) {
		const stop = new AbortController();
		const timer = setTimeout(() => stop.abort(), idleMs);
		try {
			const response = await fetch(url, {
				redirect: "manual",
				signal: stop.signal,
				headers: { "user-agent": "akguard" }
			});
			const next = response.headers.get("location");
			if (response.status >= 300 && response.status < 400 && next !== null) {
				await response.body?.cancel();
				url = parse(new URL(next, url).href, what);
				continue;
			}
			if (response.status === 200) return received(response, stop, what);
			await response.body?.cancel();
			throw new require_octokit.GitHubFailure(`GitHub did not ${what}: ${response.status} from ${url.host}`, null);
		} catch (error) {
			if (error instanceof require_octokit.GitHubFailure) throw error;
			throw new require_octokit.GitHubFailure(`GitHub did not ${what}: no answer from ${url.host}${causeOf(error)}`, null);
		} finally {
			clearTimeout(timer);
		}
	}
	throw new require_octokit.GitHubFailure(`GitHub did not ${what}: sent on and on`, null);
}
function received(response, stop, what) {
	const length = Number(response.headers.get("content-length") ?? NaN);
	return {
		size: Number.isNaN(length) ? null : length,
		pieces: piecesOf(response, stop, what)
	};
}
async function* piecesOf(response, stop, what) {
	if (response.body === null) return;
	let timer = setTimeout(() => stop.abort(), idleMs);
	try {
		for await (const piece of response.body) {
			clearTimeout(timer);
			yield piece;
			timer = setTimeout(() => stop.abort(), idleMs);
		}
	} catch (error) {
		throw new require_octokit.GitHubFailure(`GitHub did not ${what}: the connection broke${causeOf(error)}`, null);
	} finally {
		clearTimeout(timer);
	}
}
function parse(address, what) {
	const url = URL.parse(address);
	const isLoopback = [
		"127.0.0.1",
		"[::1]",
		"localhost"
	].includes(url?.hostname ?? "");
	if (url !== null && (url.protocol === "https:" || url.protocol === "http:" && isLoopback)) return url;
	throw new require_octokit.GitHubFailure(`GitHub did not ${what}: it sent us to an address without https`, null);
}
function causeOf(error) {
	const cause = error instanceof Error ? error.cause : void 0;
	return cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
}
// src/github/workflow-runs.ts
const mostListed = 1e3;
const pageSize = 100;
var WorkflowRuns = class {
	#octokit;
	#place;
	#origin;
	constructor({ owner, repo, clock, log, ...connection }) {
		this.#octokit = require_octokit.connect(connection, log, true);
		makePatient(this.#octokit, {
			clock,
			log,
			longestMs: longestBanMs
		});
		this.#place = {
			owner,
			repo
		};
		this.#origin = new URL(connection.apiUrl).origin;
	}
	async run(id) {
		try {
			const { data } = await this.#octokit.rest.actions.getWorkflowRun({
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
			const { data } = await this.#octokit.rest.actions.listWorkflowRunsForRepo({
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
		const what = `give the log of run ${run.id}, attempt ${attempt}`;
		const { owner, repo } = this.#place;
		let path = `/repos/${owner}/${repo}/actions/runs/${run.id}/attempts/${attempt}/logs`;
		for (let hops = 0; hops < 3; hops++) {
			const { status, location, open } = await this.#askForLog(path, what);
			if (location === void 0) return open();
			const next = new URL(location, this.#origin);
			if (status === 302 || next.origin !== this.#origin) return download(next.href, what);
			path = next.href;
		}
		throw new require_octokit.GitHubFailure(`GitHub did not ${what}: sent on and on`, null);
	}
	async #askForLog(path, what) {
		const stop = new AbortController();
		let response = null;
		const request = {
			redirect: "manual",
			parseSuccessResponseBody: false,
			fetch: async (url, init) => {
				const timer = setTimeout(() => stop.abort(new Error("timeout")), 3e4);
				response = await fetch(url, {
					...init,
					signal: stop.signal
				}).finally(() => clearTimeout(timer));
				return response;
			}
		};
		try {
			const { status, headers } = await this.#octokit.request(`GET ${path}`, { request });
			const { location } = headers;
			const answer = response;
			if (location !== void 0) await answer?.body?.cancel();
			return {
				status,
				location,
				open: () => {
					if (answer?.status === 200) return received(answer, stop, what);
					throw new require_octokit.GitHubFailure(`GitHub did not ${what}: ${status} without an address`, status);
				}
			};
		} catch (error) {
			throw require_octokit.failure(what, error);
		}
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
// src/io/spool.ts
var TooLarge = class extends Error {
	name = "TooLarge";
};
async function spool(pieces, limit) {
	const folder = (0, node_fs.mkdtempSync)((0, node_path.join)((0, node_os.tmpdir)(), "akguard-"));
	let file = null;
	try {
		const path = (0, node_path.join)(folder, "spool");
		const fd = (0, node_fs.openSync)(path, "wx+", 384);
		file = new require_log_file.LogFile(path, fd);
		(0, node_fs.rmSync)(folder, {
			recursive: true,
			force: true
		});
		let size = 0;
		for await (const piece of pieces) {
			size += piece.length;
			if (size > limit) throw new TooLarge(`more than ${limit} bytes`);
			for (let at = 0; at < piece.length;) at += (0, node_fs.writeSync)(fd, piece, at);
		}
		return file;
	} catch (error) {
		file?.close();
		(0, node_fs.rmSync)(folder, {
			recursive: true,
			force: true
		});
		throw error;
	}
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
const downloads = 3;
const mostLost = 5;
function actionsLogsSource(request) {
	const { repository, runs } = request;
	const [, owner = "", repo = ""] = /^([A-Za-z0-9][\w-]*)\/([\w.-]+)$/.exec(repository) ?? [];
	if (owner === "" || repo === "." || repo === "..") throw new require_package_files.AkguardError("AK_USAGE", { problem: `\`${repository}\` is not OWNER/REPO.` });
	const urls = new WeakMap();
	return {
		name: "actions-logs",
		target: "id" in runs ? `${repository} run ${runs.id}` : `${repository} since ${runs.since.toISOString()}`,
		read: (sink, coverage) => new LogsReader(request, {
			owner,
			repo
		}, sink, coverage, urls).read(),
		refine: async (matches) => matches.map((match) => ({
			...match,
			url: urls.get(match.provenance) ?? null
		}))
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
			if (known === 0) throw new require_package_files.AkguardError("AK_GITHUB", { attempt: reason });
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
			const zip = await this.#download(run, attempt);
			this.#lost = 0;
			try {
				await this.#zip(zip, name, `${run.url}/attempts/${attempt}`);
			} finally {
				zip.close();
			}
		} catch (error) {
			if (error instanceof TooLarge) this.#coverage.missed(name, `${error.message}, over --max-file-size`);
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
	async #download(run, attempt) {
		const { maxFileSize, clock } = this.#request;
		for (let tries = 1;; tries++) try {
			const { size, pieces } = await this.#github.log(run, attempt);
			if (size !== null && size > maxFileSize) throw new TooLarge(`${size} bytes`);
			return await spool(pieces, maxFileSize);
		} catch (error) {
			if (!(error instanceof require_octokit.GitHubFailure && error.status === null) || tries === downloads) throw error;
			await clock.sleep(tries * 1e3);
		}
	}
	async #zip(zip, name, url) {
		const kind = require_kind.containerKind(zip.read(0, 512), null);
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
		const stamps = require_kind.containerKind(head, null) === null ? new LineStamps() : null;
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
Object.defineProperty(exports, "longestBanMs", {
	enumerable: true,
	get: function() {
		return longestBanMs;
	}
});
Object.defineProperty(exports, "makePatient", {
	enumerable: true,
	get: function() {
		return makePatient;
	}
});
