const require_text = require("./text.js");
const require_octokit = require("./octokit.js");
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
			if (leftMs !== null) throw require_octokit.tooLong(leftMs);
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
			if (++bans > mostBans || banMs > longestMs) throw refused ?? require_octokit.tooLong(banMs);
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
function retryAfterMs(value, now) {
	if (value === void 0 || value === "") return null;
	const seconds = Number(value);
	const at = Number.isNaN(seconds) ? Date.parse(String(value)) : now + seconds * 1e3;
	return Number.isNaN(at) ? null : Math.max(0, at - now);
}
// src/github/reader.ts
var Reader = class {
	octokit;
	#url;
	#calls = 0;
	constructor({ clock, log, ...connection }) {
		this.octokit = require_octokit.connect(connection, log, true);
		makePatient(this.octokit, {
			clock,
			log,
			longestMs: longestBanMs,
			onSent: () => this.#calls++
		});
		const base = connection.apiUrl.replace(/\/+$/, "");
		this.#url = base.endsWith("/api/v3") ? base.replace(/v3$/, "graphql") : `${base}/graphql`;
	}
	get calls() {
		return this.#calls;
	}
	async query(what, query, variables, isHasty = false) {
		try {
			const { data: body, headers } = await this.octokit.request({
				method: "POST",
				url: this.#url,
				query,
				variables,
				request: { isHasty }
			});
			return {
				...partsOf(body),
				headers
			};
		} catch (error) {
			throw require_octokit.failure(what, error);
		}
	}
};
function partsOf(body) {
	const { data = null, errors } = typeof body === "object" && body !== null ? body : {};
	return {
		data,
		errors: Array.isArray(errors) ? errors.map(errorOf) : []
	};
}
function errorOf(error) {
	const path = Array.isArray(error?.path) ? error.path : [];
	return {
		type: typeof error?.type === "string" ? error.type : "",
		message: typeof error?.message === "string" ? require_text.visible(error.message.slice(0, 200)) : "no reason was given",
		path: path.filter((step) => typeof step === "string" || typeof step === "number")
	};
}
// src/github/download.ts
const mostHops$1 = 3;
const idleMs = 6e4;
async function download(address, what) {
	let url = parse(address, what);
	for (let hops = 0; hops <= mostHops$1; hops++) {
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
// src/github/redirected.ts
const mostHops = 3;
const answerMs = 3e4;
async function openRedirected(octokit, origin, path, what, accept) {
	let address = path;
	for (let hops = 0; hops < mostHops; hops++) {
		const { status, location, open } = await ask(octokit, address, what, accept);
		if (location === void 0) return open();
		const next = new URL(location, origin);
		if (status === 302 || next.origin !== origin) return download(next.href, what);
		address = next.href;
	}
	throw new require_octokit.GitHubFailure(`GitHub did not ${what}: sent on and on`, null);
}
async function ask(octokit, path, what, accept) {
	const stop = new AbortController();
	let response = null;
	const request = {
		redirect: "manual",
		parseSuccessResponseBody: false,
		fetch: async (url, init) => {
			const timer = setTimeout(() => stop.abort(new Error("timeout")), answerMs);
			response = await fetch(url, {
				...init,
				signal: stop.signal
			}).finally(() => clearTimeout(timer));
			return response;
		}
	};
	try {
		const options = {
			request,
			...accept === void 0 ? {} : { headers: { accept } }
		};
		const { status, headers } = await octokit.request(`GET ${path}`, options);
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
// src/sources/spooled.ts
const downloads = 3;
async function spooled(open, maxFileSize, clock) {
	for (let tries = 1;; tries++) try {
		const { size, pieces } = await open();
		if (size !== null && size > maxFileSize) throw new TooLarge(`${size} bytes`);
		return await spool(pieces, maxFileSize);
	} catch (error) {
		if (!(error instanceof require_octokit.GitHubFailure && error.status === null) || tries === downloads) throw error;
		await clock.sleep(tries * 1e3);
	}
}
Object.defineProperty(exports, "Reader", {
	enumerable: true,
	get: function() {
		return Reader;
	}
});
Object.defineProperty(exports, "TooLarge", {
	enumerable: true,
	get: function() {
		return TooLarge;
	}
});
Object.defineProperty(exports, "openRedirected", {
	enumerable: true,
	get: function() {
		return openRedirected;
	}
});
Object.defineProperty(exports, "spooled", {
	enumerable: true,
	get: function() {
		return spooled;
	}
});
