import { t as Secret } from "./secret.js";
import { r as parseFaults, t as FaultPlan } from "./faults2.js";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
// src/sandbox/contract.ts
const revokePath = /^\/v1\/api-keys\/([\w-]+)\/revoke$/;
function stepOf(method, path, query) {
	if (method === "GET" && path === "/v1/api-keys") return query.get("limit") === "1" ? "check" : "list";
	if (method === "POST" && path === "/v1/api-keys") return "create";
	if (method === "POST" && revokePath.test(path)) return "revoke";
	return null;
}
function refusal(status, message, headers = {}) {
	return {
		status,
		headers,
		body: { error: {
			code: status,
			message
		} },
		effect: null,
		keyId: null
	};
}
function answer(call, environment, keys, rate) {
	if (!call.path.startsWith("/v1/")) return refusal(404, "Not found");
	const presented = /^Bearer (\S+)$/.exec(call.authorization ?? "")?.[1];
	const bearer = presented === void 0 ? null : keys.find(presented);
	if (!bearer || bearer.revoked_at !== null || bearer.environment !== environment) return {
		...refusal(401, "Invalid or missing API key"),
		keyId: bearer?.id ?? null
	};
	keys.touch(bearer);
	const { allowed, headers } = rate.spend();
	const reply = allowed ? route(call, environment, keys) : refusal(429, "Rate limit exceeded");
	return {
		...reply,
		headers: {
			...reply.headers,
			...headers
		},
		keyId: bearer.id
	};
}
function route(call, environment, keys) {
	const step = stepOf(call.method, call.path, call.query);
	if (step === "check" || step === "list") return list(call.query, keys.list(environment));
	if (step === "create") return create(call.body, keys);
	if (step === "revoke") return revoke(revokePath.exec(call.path)?.[1] ?? "", keys.list(environment), keys);
	return refusal(404, "Not found");
}
function list(query, all) {
	const limit = Number(query.get("limit") ?? 20);
	const offset = Number(query.get("offset") ?? 0);
	if (!Number.isInteger(limit) || limit < 1 || limit > 100) return refusal(400, "limit must be 1 to 100");
	if (!Number.isSafeInteger(offset) || offset < 0) return refusal(400, "offset must be 0 or more");
	const pagination = {
		total: all.length,
		limit,
		offset
	};
	return done(200, {
		data: all.slice(offset, offset + limit),
		pagination
	});
}
function create(text, keys) {
	let body;
	try {
		body = JSON.parse(text);
	} catch {
		return refusal(400, "The body is not valid JSON");
	}
	if (typeof body !== "object" || body === null) return refusal(422, "The body must be an object");
	const { name, environment } = body;
	if (typeof name !== "string" || name.trim() === "" || name.length > 100) return refusal(422, "name is required, at most 100 characters");
	if (environment !== "live" && environment !== "test") return refusal(422, "environment must be test or live");
	const { key, raw } = keys.create(environment, name);
	return {
		...done(201, {
			key,
			raw_key: raw
		}),
		effect: "create"
	};
}
function revoke(id, all, keys) {
	const key = all.find((candidate) => candidate.id === id);
	if (!key) return refusal(404, "API key not found");
	const effect = keys.revoke(key) ? "revoke" : null;
	return {
		...done(200, key),
		effect
	};
}
function done(status, body) {
	return {
		status,
		headers: {},
		body,
		effect: null,
		keyId: null
	};
}
// src/sandbox/key-ring.ts
const base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
var KeyRing = class {
	merchantId = `mer_${randomText(16)}`;
	#byHash = new Map();
	#now;
	constructor(now) {
		this.#now = now;
	}
	create(environment, name) {
		const prefix = `ak_${environment}_`;
		const raw = prefix + realisticBody();
		const key = {
			id: `key_${randomText(16)}`,
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
		return {
			key,
			raw
		};
	}
	find(raw) {
		return this.#byHash.get(sha256(raw)) ?? null;
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
	return createHash("sha256").update(text).digest("hex");
}
function randomText(length) {
	let text = "";
	while (text.length < length) for (const byte of randomBytes(length)) if (byte < 248 && text.length < length) text += base62[byte % 62];
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
	"429": refusal(429, "Rate limit exceeded", { "Retry-After": "1" }),
	"500": refusal(500, "Internal server error"),
	"503": refusal(503, "Service unavailable"),
	slow: null,
	"drop-before": null,
	"drop-after": null,
	html: {
		...refusal(200, ""),
		body: "<!doctype html><title>Sign in</title><p>Please sign in.</p>"
	},
	redirect: refusal(302, "Found"),
	"wrong-json": {
		...refusal(200, ""),
		body: {
			ok: true,
			items: "none"
		}
	},
	"static-keys-disabled": {
		...refusal(401, ""),
		body: { error: staticKeysDisabled }
	}
};
function faultReply(fault, elsewhere) {
	const reply = replies[fault.kind];
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
	const server = createServer((request, response) => {
		serve(request, response, environment, world).catch(() => response.destroy());
	});
	server.on("clientError", (_error, socket) => {
		if (!socket.writable) {
			socket.destroy();
			return;
		}
		const body = JSON.stringify(refusal(400, "Bad request").body);
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
	if (!url) return send(response, refusal(400, "Bad request"));
	if (method === "GET" && url.pathname === "/sandbox/ledger") return send(response, {
		status: 200,
		headers: {},
		body: world.ledger,
		effect: null,
		keyId: null
	});
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
		body: body ?? ""
	};
	const reply = (fault && faultReply(fault, world.otherUrl(environment) + url.pathname)) ?? (body === null ? refusal(413, "The body is too large") : world.answer(call, environment));
	if (fault?.kind === "drop-after") {
		note(reply, null);
		response.destroy();
		return;
	}
	note(reply, reply.status);
	send(response, reply);
}
function send(response, reply) {
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
	return `req_${randomUUID()}`;
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
	const keys = new KeyRing(now);
	const rate = new RateLimit(options.ratePerMinute ?? 1e3, now);
	const closing = new AbortController();
	let plan = new FaultPlan(options.faults === void 0 ? [] : parseFaults(options.faults));
	const urls = {
		live: "",
		test: ""
	};
	const world = {
		now,
		takeFault: (step) => plan.take(step),
		answer: (call, environment) => answer(call, environment, keys, rate),
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
		liveApiKey: new Secret(liveKey),
		testApiKey: new Secret(testKey),
		connectionLine: `${JSON.stringify(connection)}\n`,
		ledger: world.ledger,
		setFaults(spec) {
			plan = new FaultPlan(spec === null ? [] : parseFaults(spec));
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
export { startSandbox as t };
