const require_pacer = require("./pacer.js");
const require_schemas = require("./schemas.js");
const require_secret = require("./secret.js");
// src/anton/dialect.ts
function creationBodies(generation, name, environment) {
	const named = {
		way: "name",
		body: {
			name,
			environment
		}
	};
	const labelled = {
		way: "label",
		body: {
			label: name,
			environment
		}
	};
	if (generation === "A") return [named, labelled];
	if (generation === "D") return [labelled, named];
	return [
		{
			way: "both",
			body: {
				name,
				label: name,
				environment
			}
		},
		named,
		labelled
	];
}
function isWrongBody(creation) {
	if (creation.ok) return false;
	const { answer } = creation;
	return answer.kind === "http" && answer.anton && (answer.status === 400 || answer.status === 422);
}
// src/anton/envelope.ts
const nested = require_schemas.object({ error: require_schemas.object({
	code: require_schemas.optional(require_schemas.union([require_schemas.number(), require_schemas.string()])),
	message: require_schemas.optional(require_schemas.string())
}) });
const flat = require_schemas.object({
	error: require_schemas.string(),
	message: require_schemas.optional(require_schemas.string())
});
function parseEnvelope(body) {
	const inner = nested.safeParse(body).data?.error;
	if (inner) {
		if (inner.code === void 0 && inner.message === void 0) return null;
		return {
			code: inner.code === void 0 ? null : String(inner.code),
			message: inner.message ?? null
		};
	}
	const outer = flat.safeParse(body).data;
	if (!outer) return null;
	return outer.message === void 0 ? {
		code: null,
		message: outer.error
	} : {
		code: outer.error,
		message: outer.message
	};
}
// src/anton/failure.ts
const timeouts = new Set([
	"ETIMEDOUT",
	"UND_ERR_CONNECT_TIMEOUT",
	"UND_ERR_HEADERS_TIMEOUT",
	"UND_ERR_BODY_TIMEOUT"
]);
const dns = new Set([
	"ENOTFOUND",
	"EAI_AGAIN",
	"EAI_FAIL",
	"EAI_NODATA",
	"EAI_NONAME"
]);
const tls = /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|ERROR_IN_CERT_|EPROTO$)/;
function classify(thrown) {
	if (thrown instanceof Error && thrown.name === "TimeoutError") return {
		why: "timeout",
		detail: "no answer in time"
	};
	const code = codeOf(thrown) ?? (thrown instanceof Error ? codeOf(thrown.cause) : null);
	if (code === null && isParserError(thrown)) return {
		why: "network",
		detail: "no HTTP"
	};
	if (code === null) return {
		why: "network",
		detail: "the connection failed"
	};
	if (timeouts.has(code)) return {
		why: "timeout",
		detail: code
	};
	if (dns.has(code)) return {
		why: "dns",
		detail: code
	};
	if (tls.test(code)) return {
		why: "tls",
		detail: code
	};
	return {
		why: "network",
		detail: code
	};
}
function codeOf(value) {
	if (typeof value !== "object" || value === null || !("code" in value)) return null;
	return typeof value.code === "string" && /^[A-Z0-9_]{1,64}$/.test(value.code) ? value.code : null;
}
function isParserError(thrown) {
	return thrown instanceof Error && thrown.cause instanceof Error && thrown.cause.name === "HTTPParserError";
}
// src/anton/redact.ts
const longestMessage = 200;
const longestInput = 2e3;
const longestCode = 64;
function holdsKey(text, key) {
	if (/ak_(live|test)_/i.test(text)) return true;
	const body = bodyOf(key);
	const lower = text.toLowerCase();
	const window = Math.min(8, body.length);
	for (let at = 0; at + window <= body.length; at += 1) if (lower.includes(body.slice(at, at + window).toLowerCase())) return true;
	return encodings(body).some((encoded) => lower.includes(encoded.toLowerCase()));
}
function encodings(text) {
	const base64 = [
		0,
		1,
		2
	].map((shift) => Buffer.from(" ".repeat(shift) + text).toString("base64").slice(4, 16));
	return [Buffer.from(text).toString("hex"), ...base64];
}
function bodyOf(key) {
	return key.replace(/^ak_(live|test)_/, "");
}
function withoutKey(text, key) {
	const body = bodyOf(key);
	return body.length < 8 ? text : text.replaceAll(body, "****");
}
function maskKeys(text) {
	return text.replace(/ak_(live|test)_\w+/gi, "[a key]");
}
function safeMessage(text, key) {
	const masked = maskKeys(text.slice(0, longestInput)).replace(/(?=[A-Za-z+/_=-]*[0-9])[\w+/=-]{16,}/g, "[…]");
	return holdsKey(masked, key) ? "[withheld: it repeats part of the key]" : masked.slice(0, longestMessage);
}
function safeCode(text, key) {
	return text.length <= longestCode && /^[a-z][a-z0-9_]*$/i.test(text) && !holdsKey(text, key) ? text : null;
}
function safeRequestId(text, key) {
	if (text === null || !/^[\w.:-]{1,128}$/.test(text)) return null;
	return holdsKey(text, key) ? null : text;
}
// src/anton/exchange.ts
const largestBody = 1048576;
async function exchange(request, now) {
	const key = request.bearer.expose();
	const headers = {
		Accept: "application/json",
		Authorization: `Bearer ${key}`,
		"User-Agent": request.userAgent
	};
	if (request.body !== void 0) headers["Content-Type"] = "application/json";
	if (request.idempotencyKey !== void 0) headers["Idempotency-Key"] = request.idempotencyKey;
	let requestId = null;
	try {
		const response = await fetch(request.url, {
			method: request.method,
			headers,
			body: request.body === void 0 ? null : JSON.stringify(request.body),
			redirect: "manual",
			signal: AbortSignal.timeout(request.timeoutMs)
		});
		requestId = safeRequestId(response.headers.get("x-request-id"), key);
		if (response.status >= 300 && response.status < 400) {
			await response.body?.cancel();
			return failure("redirect", `status ${response.status}; it was not followed`, requestId, "never", null);
		}
		const waitMs = retryAfter(response.headers.get("retry-after"), now);
		request.heard?.(response.headers, response.status === 429 ? waitMs : null);
		return read(response.status, await readBody(response), request, key, requestId, waitMs);
	} catch (thrown) {
		const { why, detail } = classify(thrown);
		return failure(why, detail, requestId, why === "tls" ? "never" : "if-harmless", null);
	}
}
function read(status, text, request, key, requestId, waitMs) {
	const retry = status === 429 ? "always" : status >= 500 ? "if-harmless" : "never";
	const ok = status >= 200 && status < 300;
	if (text === null) return failure("wrong-shape", `status ${status}, a body over 1 MiB`, requestId, retry, waitMs);
	const body = status === 204 ? void 0 : parseJson(withoutKey(text, key));
	if (body === notJson) return failure("not-json", `status ${status}, ${sort(text)}`, requestId, retry, waitMs);
	if (ok) {
		const value = request.parse(status, body);
		if (value === null) return failure("wrong-shape", `status ${status}, JSON of an unknown shape`, requestId, retry, waitMs);
		return {
			answer: {
				kind: "http",
				status,
				anton: true,
				code: null,
				message: null,
				requestId
			},
			value,
			retry,
			waitMs
		};
	}
	const error = parseEnvelope(body);
	const numeric = error?.code !== null && /^\d{3}$/.test(error?.code ?? "");
	return {
		answer: {
			kind: "http",
			status,
			anton: error !== null,
			code: numeric ? error?.code ?? null : safeCode(error?.code ?? "", key),
			message: error?.message == null ? null : safeMessage(error.message, key),
			requestId
		},
		value: null,
		retry,
		waitMs
	};
}
function failure(why, detail, requestId, retry, waitMs) {
	return {
		answer: {
			kind: "failure",
			why,
			detail,
			requestId
		},
		value: null,
		retry,
		waitMs
	};
}
const notJson = Symbol("not JSON");
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return notJson;
	}
}
function sort(text) {
	const start = text.trimStart();
	if (start === "") return "an empty body";
	return start.startsWith("<") ? "a web page" : "plain text";
}
async function readBody(response) {
	if (!response.body) return "";
	const chunks = [];
	let size = 0;
	for await (const chunk of response.body) {
		size += chunk.byteLength;
		if (size > largestBody) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}
function retryAfter(value, now) {
	if (value === null) return null;
	if (/^\d{1,9}$/.test(value)) return Number(value) * 1e3;
	const date = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : NaN;
	return Number.isNaN(date) ? null : Math.max(0, date - now());
}
// src/anton/paging.ts
const mostPages = 200;
async function readAllPages(fetchPage) {
	const keys = new Map();
	const cursors = new Set();
	let position = "start";
	let seen = 0;
	for (let number = 1; number <= mostPages; number += 1) {
		const { answer, value: page } = await fetchPage(position);
		if (page === null) return {
			ok: false,
			answer
		};
		const before = keys.size;
		for (const key of page.keys) keys.set(key.id, key);
		seen += page.keys.length;
		const done = {
			ok: true,
			keys: [...keys.values()],
			answer
		};
		if (page.hasMore === false) return done;
		if (page.cursor !== null) {
			if (cursors.has(page.cursor)) return endless(answer);
			cursors.add(page.cursor);
			position = { cursor: page.cursor };
			continue;
		}
		if (page.keys.length === 0 || page.total !== null && seen >= page.total) return done;
		if (keys.size === before) return page.total === null && page.hasMore === null ? done : endless(answer);
		position = { offset: seen };
	}
	return {
		ok: false,
		answer: {
			kind: "failure",
			why: "wrong-shape",
			detail: "too many pages",
			requestId: null
		}
	};
}
function endless(answer) {
	return {
		ok: false,
		answer: {
			kind: "failure",
			why: "wrong-shape",
			detail: "the pages of the list repeat",
			requestId: answer.requestId
		}
	};
}
// src/anton/retry.ts
const firstWaitMs = 250;
const longestWaitMs = 8e3;
const longestRetryAfterMs = 6e4;
async function withRetries(attempt, options) {
	for (let made = 1;; made += 1) {
		const result = await attempt();
		if (!(result.retry === "always" || result.retry === "if-harmless" && options.harmless) || made >= options.attempts) return result;
		const backoff = Math.min(firstWaitMs * 2 ** (made - 1), longestWaitMs) * (.5 + options.random() / 2);
		const waitMs = result.waitMs === null ? backoff : Math.min(result.waitMs, longestRetryAfterMs);
		options.onRetry(made, Math.round(waitMs));
		await options.clock.sleep(Math.round(waitMs));
	}
}
// src/anton/shapes.ts
const time = require_schemas.nullish(require_schemas.string().check(require_schemas.refine((text) => !Number.isNaN(Date.parse(text)))));
const count = require_schemas.int().check(require_schemas._gte(0));
const apiKey = require_schemas.object({
	id: require_schemas.string().check(require_schemas._regex(/^(?!ak_(live|test)_)[A-Za-z0-9_-]{1,128}$/)),
	merchant_id: require_schemas.nullish(require_schemas.string()),
	name: require_schemas.nullish(require_schemas.string()),
	label: require_schemas.nullish(require_schemas.string()),
	environment: require_schemas._enum(["live", "test"]),
	masked_suffix: require_schemas.nullish(require_schemas.string()),
	created_at: time,
	last_used_at: time,
	expires_at: time,
	revoked_at: time
});
const paging = {
	total: require_schemas.nullish(count),
	has_more: require_schemas.nullish(require_schemas.boolean()),
	next_cursor: require_schemas.nullish(require_schemas.string())
};
const page = require_schemas.object({
	data: require_schemas.array(apiKey),
	pagination: require_schemas.nullish(require_schemas.object(paging)),
	...paging
});
function parsePage(body) {
	const parsed = page.safeParse(body).data;
	if (!parsed) return null;
	const inner = parsed.pagination;
	return {
		keys: parsed.data.map(toListedKey),
		total: inner?.total ?? parsed.total ?? null,
		hasMore: inner?.has_more ?? parsed.has_more ?? null,
		cursor: (inner?.next_cursor ?? parsed.next_cursor) || null,
		generation: generationOf(parsed.data[0])
	};
}
function generationOf(key) {
	if (key === void 0) return null;
	return key.label != null || key.masked_suffix != null ? "D" : "A";
}
function parseKey(body) {
	const parsed = apiKey.safeParse(unwrap(body)).data;
	return parsed ? toListedKey(parsed) : null;
}
function parseCreated(body, environment) {
	const inner = unwrap(body);
	const paired = require_schemas.object({
		key: apiKey,
		raw_key: require_schemas.string()
	}).safeParse(inner).data;
	const flat = require_schemas.extend(apiKey, { secret: require_schemas.string() }).safeParse(inner).data;
	const raw = paired?.raw_key ?? flat?.secret;
	const key = paired?.key ?? flat;
	if (raw === void 0 || key === void 0) return null;
	return raw.startsWith(`ak_${environment}_`) && key.environment === environment ? {
		key: toListedKey(key),
		secret: new require_secret.Secret(raw)
	} : null;
}
function unwrap(body) {
	return require_schemas.object({ data: require_schemas.looseObject({}) }).safeParse(body).data?.data ?? body;
}
function toListedKey(key) {
	return {
		id: key.id,
		merchantId: key.merchant_id ?? null,
		name: maskKeys(key.name ?? key.label ?? "").slice(0, 200),
		environment: key.environment,
		suffix: /^\*+(\w{2,8})$/.exec(key.masked_suffix ?? "")?.[1] ?? null,
		createdAt: key.created_at ?? null,
		lastUsedAt: key.last_used_at ?? null,
		expiresAt: key.expires_at ?? null,
		revokedAt: key.revoked_at ?? null
	};
}
// src/anton/client.ts
const longestTimeoutMs = 3e4;
var AntonClient = class {
	#options;
	#generation = {
		live: null,
		test: null
	};
	constructor(options) {
		this.#options = options;
	}
	async check(key, environment) {
		const { answer } = await this.#send(key, environment, {
			method: "GET",
			path: "/v1/api-keys?limit=1",
			harmless: true,
			parse: (status, body) => this.#page(environment, status, body)
		});
		return answer;
	}
	listKeys(bearer, environment) {
		return readAllPages((at) => {
			const query = new URLSearchParams({ limit: String(100) });
			if (at !== "start") {
				if ("cursor" in at) query.set("cursor", at.cursor);
				else query.set("offset", String(at.offset));
			}
			return this.#send(bearer, environment, {
				method: "GET",
				path: `/v1/api-keys?${query.toString()}`,
				harmless: true,
				parse: (status, body) => this.#page(environment, status, body)
			});
		});
	}
	#page(environment, status, body) {
		const page = status === 200 ? parsePage(body) : null;
		if (page?.generation) this.#generation[environment] = page.generation;
		return page;
	}
	async revokeKey(bearer, environment, id, idempotencyKey) {
		const { answer } = await this.#send(bearer, environment, {
			method: "POST",
			path: `/v1/api-keys/${encodeURIComponent(id)}/revoke`,
			harmless: true,
			urgent: true,
			idempotencyKey,
			parse: (status, body) => status === 204 || parseKey(body)?.id === id ? true : null
		});
		return answer;
	}
	async createKey(bearer, environment, name, idempotencyKey) {
		const generation = this.#generation[environment];
		const create = async ({ way, body }) => {
			const { answer, value } = await this.#send(bearer, environment, {
				method: "POST",
				path: "/v1/api-keys",
				body,
				harmless: generation === "D",
				idempotencyKey: `${idempotencyKey}-${way}`,
				parse: (_status, created) => parseCreated(created, environment)
			});
			return value ? {
				ok: true,
				...value
			} : {
				ok: false,
				answer
			};
		};
		const [likeliest, ...others] = creationBodies(generation, name, environment);
		const first = await create(likeliest);
		if (!isWrongBody(first)) return first;
		for (const other of others) {
			const creation = await create(other);
			if (!isWrongBody(creation)) return creation;
		}
		return first;
	}
	async #send(bearer, environment, step) {
		const { endpoints, clock, log, userAgent, timeoutMs = 1e4, attempts = 4, requestsPerMinute = 300, random = Math.random, paceOf } = this.#options;
		if (!bearer.redacted.startsWith(`ak_${environment}_`)) return notSent();
		const base = endpoints[environment];
		const { path, harmless, urgent = false, ...rest } = step;
		const pacer = require_pacer.pacerFor(base.origin, clock, requestsPerMinute, paceOf?.(base.origin));
		let isRepeat = false;
		const request = {
			...rest,
			url: new URL(base.href.replace(/\/$/, "") + path),
			bearer,
			userAgent,
			timeoutMs: Math.min(timeoutMs, longestTimeoutMs),
			heard: (headers, retryAfterMs) => pacer.heard(headers, retryAfterMs)
		};
		const attempt = async () => {
			await pacer.turn(urgent || isRepeat);
			isRepeat = true;
			return exchange(request, () => clock.now());
		};
		return withRetries(attempt, {
			attempts,
			harmless,
			clock,
			random,
			onRetry: (made, waitMs) => log.debug("Anton did not answer the request; trying again", {
				host: base.host,
				attempt: made,
				waitMs
			})
		});
	}
};
function notSent() {
	return {
		answer: {
			kind: "failure",
			why: "not-sent",
			detail: "the key is of the other environment; it was not sent",
			requestId: null
		},
		value: null,
		retry: "never",
		waitMs: null
	};
}
exports.AntonClient = AntonClient;
