const require_secret = require("./secret.js");
const require_faults = require("./faults.js");
let node_crypto = require("node:crypto");
let node_http = require("node:http");
// src/sandbox/reply.ts
function done(status, body, effect = null) {
	return {
		status,
		headers: {},
		body,
		effect,
		keyId: null
	};
}
function objectIn(text) {
	let body;
	try {
		body = JSON.parse(text);
	} catch {
		return "not-json";
	}
	return typeof body === "object" && body !== null ? body : "not-an-object";
}
function limitOf(query) {
	const limit = Number(query.get("limit") ?? 20);
	return Number.isInteger(limit) && limit >= 1 && limit <= 100 ? limit : null;
}
// src/sandbox/generation-a.ts
function refuse$1(status, message, headers = {}) {
	return {
		...done(status, { error: {
			code: status,
			message
		} }),
		headers
	};
}
const generationA = {
	idPrefix: "key_",
	refuse: refuse$1,
	refuseCaller: () => refuse$1(401, "Invalid or missing API key"),
	list(query, all) {
		const limit = limitOf(query);
		const offset = Number(query.get("offset") ?? 0);
		if (limit === null) return refuse$1(400, "limit must be 1 to 100");
		if (!Number.isSafeInteger(offset) || offset < 0) return refuse$1(400, "offset must be 0 or more");
		const pagination = {
			total: all.length,
			limit,
			offset
		};
		return done(200, {
			data: all.slice(offset, offset + limit),
			pagination
		});
	},
	create(call, keys) {
		const body = objectIn(call.body);
		if (body === "not-json") return refuse$1(400, "The body is not valid JSON");
		if (body === "not-an-object") return refuse$1(422, "The body must be an object");
		const { name, environment } = body;
		if (typeof name !== "string" || name.trim() === "" || name.length > 100) return refuse$1(422, "name is required, at most 100 characters");
		if (environment !== "live" && environment !== "test") return refuse$1(422, "environment must be test or live");
		const { key, raw } = keys.create(environment, name);
		return done(201, {
			key,
			raw_key: raw
		}, "create");
	},
	revoke(_call, key, keys) {
		if (!key) return refuse$1(404, "API key not found");
		return done(200, key, keys.revoke(key) ? "revoke" : null);
	}
};
// src/sandbox/generation-d.ts
const idempotencyMs = 864e5;
const longestIdempotencyKey = 255;
const longestLabel = 100;
const codes = {
	400: "bad_request",
	401: "invalid_api_key",
	404: "not_found",
	409: "idempotency_key_reused",
	413: "payload_too_large",
	422: "validation_error",
	429: "rate_limit_exceeded",
	500: "internal_error",
	503: "service_unavailable"
};
const callers = {
	"no-header": ["unauthorized", "missing Authorization header"],
	"bad-header": ["unauthorized", "invalid Authorization header format"],
	"not-a-key": ["invalid_api_key", "invalid API key format"],
	unknown: ["invalid_api_key", "invalid API key"],
	"other-environment": ["key_environment_mismatch", "the key belongs to the other environment"]
};
function refuse(status, message, headers = {}) {
	return {
		...done(status, { error: {
			message,
			code: codes[status] ?? "error"
		} }),
		headers
	};
}
function generationD(now) {
	const remembered = new Map();
	function once(call, act) {
		const key = call.idempotencyKey;
		if (key === void 0 || key === "") return refuse(400, "Idempotency-Key is required");
		if (key.length > longestIdempotencyKey) return refuse(400, `Idempotency-Key has more than ${longestIdempotencyKey} characters`);
		const request = (0, node_crypto.createHash)("sha256").update(`${call.method} ${call.path}\n${call.body}`).digest("hex");
		const earlier = remembered.get(key);
		if (earlier && now() - earlier.at < idempotencyMs) return earlier.request === request ? {
			...earlier.reply,
			effect: null
		} : refuse(409, "the Idempotency-Key was used for another request");
		const reply = act();
		remembered.set(key, {
			at: now(),
			request,
			reply
		});
		return reply;
	}
	return {
		idPrefix: "ak_",
		refuse,
		refuseCaller(why) {
			const [code, message] = callers[why];
			return done(401, { error: {
				message,
				code
			} });
		},
		list,
		create: (call, keys) => once(call, () => create(call, keys)),
		revoke: (call, key, keys) => once(call, () => {
			if (!key) return refuse(404, "API key not found");
			return done(204, void 0, keys.revoke(key) ? "revoke" : null);
		})
	};
}
function list(query, all, keys) {
	if ([...query.keys()].find((name) => name !== "limit" && name !== "cursor") !== void 0) return refuse(422, "there is an unknown parameter");
	const limit = limitOf(query);
	if (limit === null) return refuse(422, "limit must be 1 to 100");
	const cursor = query.get("cursor");
	const before = cursor === null ? -1 : all.findIndex((key) => cursorAfter(key) === cursor);
	if (cursor !== null && before < 0) return refuse(422, "the cursor is not known");
	const page = all.slice(before + 1, before + 1 + limit);
	const last = page.at(-1);
	const hasMore = before + 1 + limit < all.length;
	return done(200, {
		data: page.map((key) => shown(key, keys)),
		has_more: hasMore,
		next_cursor: hasMore && last ? cursorAfter(last) : null
	});
}
function create(call, keys) {
	const body = objectIn(call.body);
	if (body === "not-json") return refuse(400, "the body is not valid JSON");
	if (body === "not-an-object") return refuse(422, "the body must be an object");
	const { label, environment, ...unknown } = body;
	if (Object.keys(unknown).length > 0) return refuse(422, "there is an unknown field");
	if (typeof label !== "string" || label.trim() === "" || label.length > longestLabel) return refuse(422, `label is required, at most ${longestLabel} characters`);
	if (environment !== "live" && environment !== "test") return refuse(422, "environment must be test or live");
	const { key, raw } = keys.create(environment, label);
	return done(201, {
		...shown(key, keys),
		secret: raw
	}, "create");
}
function shown(key, keys) {
	const { id, name: label, environment, created_at, last_used_at, expires_at, revoked_at } = key;
	return {
		id,
		label,
		environment,
		masked_suffix: `***${keys.lastFour(key)}`,
		created_at,
		last_used_at,
		expires_at,
		revoked_at
	};
}
function cursorAfter(key) {
	return Buffer.from(`after:${key.id}`).toString("base64url");
}
// src/sandbox/contract.ts
function dialectOf(generation, now) {
	return generation === "A" ? generationA : generationD(now);
}
const revokePath = /^\/v1\/api-keys\/([\w-]+)\/revoke$/;
function stepOf(method, path, query) {
	if (method === "GET" && path === "/v1/api-keys") return query.get("limit") === "1" ? "check" : "list";
	if (method === "POST" && path === "/v1/api-keys") return "create";
	if (method === "POST" && revokePath.test(path)) return "revoke";
	return null;
}
function answer(call, environment, service) {
	const { dialect, keys, rate } = service;
	if (!call.path.startsWith("/v1/")) return dialect.refuse(404, "Not found");
	const caller = callerOf(call, environment, keys);
	if ("why" in caller) return {
		...dialect.refuseCaller(caller.why),
		keyId: caller.id
	};
	keys.touch(caller.key);
	const { allowed, headers } = rate.spend();
	const reply = allowed ? route(call, environment, service) : dialect.refuse(429, "Rate limit exceeded");
	return {
		...reply,
		headers: {
			...reply.headers,
			...headers
		},
		keyId: caller.key.id
	};
}
function callerOf({ authorization }, environment, keys) {
	if (authorization === void 0) return {
		why: "no-header",
		id: null
	};
	const presented = /^Bearer (\S+)$/.exec(authorization)?.[1];
	if (presented === void 0) return {
		why: "bad-header",
		id: null
	};
	const key = keys.find(presented);
	const format = /^ak_(live|test)_\w{16,}$/.exec(presented);
	if (!key && !format) return {
		why: "not-a-key",
		id: null
	};
	if ((key?.environment ?? format?.[1]) !== environment) return {
		why: "other-environment",
		id: key?.id ?? null
	};
	if (!key || key.revoked_at !== null) return {
		why: "unknown",
		id: key?.id ?? null
	};
	return { key };
}
function route(call, environment, { dialect, keys }) {
	const step = stepOf(call.method, call.path, call.query);
	const here = keys.list(environment);
	if (step === "check" || step === "list") return dialect.list(call.query, here, keys);
	if (step === "create") return dialect.create(call, keys);
	if (step === "revoke") {
		const id = revokePath.exec(call.path)?.[1];
		return dialect.revoke(call, here.find((key) => key.id === id) ?? null, keys);
	}
	return dialect.refuse(404, "Not found");
}
// src/sandbox/key-ring.ts
const base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
var KeyRing = class {
	merchantId = `mer_${randomText(16)}`;
	#byHash = new Map();
	#lastFour = new Map();
	#now;
	#idPrefix;
	constructor(now, idPrefix = "key_") {
		this.#now = now;
		this.#idPrefix = idPrefix;
	}
	create(environment, name) {
		const prefix = `ak_${environment}_`;
		const raw = prefix + realisticBody();
		const key = {
			id: this.#idPrefix + randomText(16),
			merchant_id: this.merchantId,
			name,
			prefix,
			environment,
			created_at: this.#timestamp(),
			last_used_at: null,
			expires_at: null,
			revoked_at: null
		};
		this.#byHash.set(sha256(raw), key);
		this.#lastFour.set(key.id, raw.slice(-4));
		return {
			key,
			raw
		};
	}
	find(raw) {
		return this.#byHash.get(sha256(raw)) ?? null;
	}
	lastFour(key) {
		return this.#lastFour.get(key.id) ?? "";
	}
	list(environment) {
		return [...this.#byHash.values()].filter((key) => key.environment === environment);
	}
	touch(key) {
		const last = key.last_used_at === null ? 0 : Date.parse(key.last_used_at);
		key.last_used_at = new Date(Math.max(this.#now(), last + 1)).toISOString();
	}
	revoke(key) {
		if (key.revoked_at !== null) return false;
		key.revoked_at = this.#timestamp();
		return true;
	}
	#timestamp() {
		return new Date(this.#now()).toISOString();
	}
};
function sha256(text) {
	return (0, node_crypto.createHash)("sha256").update(text).digest("hex");
}
function randomText(length) {
	let text = "";
	while (text.length < length) for (const byte of (0, node_crypto.randomBytes)(length)) if (byte < 248 && text.length < length) text += base62[byte % 62];
	return text;
}
function realisticBody() {
	for (;;) {
		const body = randomText(32);
		if (/[a-z]/.test(body) && /[A-Z]/.test(body) && /[0-9]/.test(body) && new Set(body).size >= 18 && !/(.)\1\1|todo/i.test(body)) return body;
	}
}
// src/sandbox/fault-reply.ts
const staticKeysDisabled = {
	message: "Static API keys are disabled",
	code: "static_api_keys_disabled"
};
const replies = {
	"429": (refuse) => refuse(429, "Rate limit exceeded", { "Retry-After": "1" }),
	"500": (refuse) => refuse(500, "Internal server error"),
	"503": (refuse) => refuse(503, "Service unavailable"),
	slow: null,
	"drop-before": null,
	"drop-after": null,
	html: () => done(200, "<!doctype html><title>Sign in</title><p>Please sign in.</p>"),
	redirect: (refuse) => refuse(302, "Found"),
	"wrong-json": () => done(200, {
		ok: true,
		items: "none"
	}),
	"static-keys-disabled": () => done(401, { error: staticKeysDisabled })
};
function faultReply(fault, { refuse }, elsewhere) {
	const reply = replies[fault.kind]?.(refuse) ?? null;
	if (reply === null || fault.kind !== "redirect") return reply;
	return {
		...reply,
		headers: { Location: fault.argument ?? elsewhere }
	};
}
// src/sandbox/ledger.ts
function safePath(path) {
	return path.replace(/ak_(live|test)_\w+/gi, "ak_$1_****").slice(0, 200);
}
// src/sandbox/listener.ts
const largestBody = 65536;
async function listen(environment, port, world) {
	const server = (0, node_http.createServer)((request, response) => {
		serve(request, response, environment, world).catch(() => response.destroy());
	});
	server.on("clientError", (_error, socket) => {
		if (!socket.writable) {
			socket.destroy();
			return;
		}
		const body = JSON.stringify(world.dialect.refuse(400, "Bad request").body);
		socket.end(`HTTP/1.1 400 Bad Request\r\nX-Request-ID: ${newRequestId()}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
	});
	await new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, "127.0.0.1", resolve);
	});
	return server;
}
function addressOf(server) {
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("The sandbox is not listening.");
	return `http://127.0.0.1:${address.port}`;
}
async function serve(request, response, environment, world) {
	response.setHeader("X-Request-ID", newRequestId());
	const method = request.method ?? "";
	const url = parseTarget(request.url ?? "");
	if (!url) return send(response, world.dialect.refuse(400, "Bad request"));
	if (method === "GET" && url.pathname === "/sandbox/ledger") return send(response, done(200, world.ledger));
	const step = stepOf(method, url.pathname, url.searchParams);
	const fault = world.takeFault(step);
	const body = await readBody(request);
	if (fault?.kind === "slow") await pause(Number(fault.argument), world.closing);
	const note = (reply, status) => {
		world.ledger.push({
			at: new Date(world.now()).toISOString(),
			environment,
			method,
			path: safePath(url.pathname),
			step,
			status,
			effect: reply?.effect ?? null,
			keyId: reply?.keyId ?? null,
			fault: fault?.kind ?? null
		});
	};
	if (fault?.kind === "drop-before") {
		note(null, null);
		response.destroy();
		return;
	}
	const call = {
		method,
		path: url.pathname,
		query: url.searchParams,
		authorization: request.headers.authorization,
		idempotencyKey: request.headers["idempotency-key"]?.toString(),
		body: body ?? ""
	};
	const reply = (fault && faultReply(fault, world.dialect, world.otherUrl(environment) + url.pathname)) ?? (body === null ? world.dialect.refuse(413, "The body is too large") : world.answer(call, environment));
	if (fault?.kind === "drop-after") {
		note(reply, null);
		response.destroy();
		return;
	}
	note(reply, reply.status);
	send(response, reply);
}
function send(response, reply) {
	if (reply.body === void 0) {
		response.writeHead(reply.status, reply.headers).end();
		return;
	}
	const page = typeof reply.body === "string";
	response.writeHead(reply.status, {
		...reply.headers,
		"Content-Type": page ? "text/html; charset=utf-8" : "application/json"
	});
	response.end(page ? reply.body : JSON.stringify(reply.body));
}
function parseTarget(target) {
	return /^\/(?!\/)/.test(target) ? URL.parse(target, "http://127.0.0.1") : null;
}
async function readBody(request) {
	const chunks = [];
	let size = 0;
	for await (const chunk of request) {
		size += chunk.length;
		if (size <= largestBody) chunks.push(chunk);
	}
	return size <= largestBody ? Buffer.concat(chunks).toString("utf8") : null;
}
function pause(ms, closing) {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(resolve, ms);
		closing.addEventListener("abort", () => {
			clearTimeout(timer);
			reject(new Error("The sandbox is closing."));
		});
	});
}
function newRequestId() {
	return `req_${(0, node_crypto.randomUUID)()}`;
}
// src/sandbox/rate-limit.ts
const windowMs = 6e4;
var RateLimit = class {
	#limit;
	#now;
	#windowStart = -Infinity;
	#used = 0;
	constructor(limit, now) {
		this.#limit = limit;
		this.#now = now;
	}
	spend() {
		const now = this.#now();
		if (now - this.#windowStart >= windowMs) {
			this.#windowStart = now;
			this.#used = 0;
		}
		const allowed = this.#used < this.#limit;
		if (allowed) this.#used += 1;
		const resetAt = this.#windowStart + windowMs;
		const headers = {
			"X-RateLimit-Limit": String(this.#limit),
			"X-RateLimit-Remaining": String(this.#limit - this.#used),
			"X-RateLimit-Reset": String(Math.ceil(resetAt / 1e3))
		};
		if (!allowed) headers["Retry-After"] = String(Math.max(1, Math.ceil((resetAt - now) / 1e3)));
		return {
			allowed,
			headers
		};
	}
};
// src/sandbox/sandbox.ts
async function startSandbox(options = {}) {
	const now = options.now ?? Date.now;
	const dialect = dialectOf(options.generation ?? "A", now);
	const keys = new KeyRing(now, dialect.idPrefix);
	const rate = new RateLimit(options.ratePerMinute ?? 1e3, now);
	const closing = new AbortController();
	let plan = new require_faults.FaultPlan(options.faults === void 0 ? [] : require_faults.parseFaults(options.faults));
	const urls = {
		live: "",
		test: ""
	};
	const world = {
		dialect,
		now,
		takeFault: (step) => plan.take(step),
		answer: (call, environment) => answer(call, environment, {
			dialect,
			keys,
			rate
		}),
		otherUrl: (environment) => environment === "live" ? urls.test : urls.live,
		ledger: [],
		closing: closing.signal
	};
	const live = await listen("live", options.livePort ?? 0, world);
	const test = await listen("test", options.testPort ?? 0, world).catch((error) => {
		live.close();
		throw error;
	});
	urls.live = addressOf(live);
	urls.test = addressOf(test);
	const [liveKey, testKey] = [keys.create("live", "management").raw, keys.create("test", "management").raw];
	const connection = {
		live_url: urls.live,
		test_url: urls.test,
		live_api_key: liveKey,
		test_api_key: testKey
	};
	return {
		liveUrl: urls.live,
		testUrl: urls.test,
		liveApiKey: new require_secret.Secret(liveKey),
		testApiKey: new require_secret.Secret(testKey),
		connectionLine: `${JSON.stringify(connection)}\n`,
		ledger: world.ledger,
		setFaults(spec) {
			plan = new require_faults.FaultPlan(spec === null ? [] : require_faults.parseFaults(spec));
		},
		async close() {
			closing.abort();
			await Promise.all([live, test].map((server) => new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})));
		}
	};
}
Object.defineProperty(exports, "startSandbox", {
	enumerable: true,
	get: function() {
		return startSandbox;
	}
});
