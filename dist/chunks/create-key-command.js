const require_errors = require("./errors.js");
const require_main = require("./main.js");
const require_text = require("./text.js");
const require_keys_command = require("./keys-command.js");
let node_crypto = require("node:crypto");
let node_child_process = require("node:child_process");
let node_path = require("node:path");
let node_fs_promises = require("node:fs/promises");
// src/io/hand-over.ts
const longestCommandMs = 6e4;
function terminalSink(name) {
	return {
		name,
		prepare: async () => {
			if (process.stdout.isTTY !== true) throw new Error("standard output is no terminal, and a key never goes into a pipe or a log");
		},
		take: async (key) => {
			await new Promise((resolve, reject) => {
				const text = `\n  ${key.expose()}\n\nThis is the only time that the key is shown.\n`;
				process.stdout.write(text, (error) => error ? reject(new Error("the terminal is gone")) : resolve());
			});
			return "the terminal";
		}
	};
}
function fileSink(name, path, replace) {
	return {
		name,
		prepare: async () => {
			const there = await (0, node_fs_promises.lstat)(path).catch(() => null);
			if (there === null) return;
			if (!there.isFile()) throw new Error(`${path} is not a plain file`);
			if (!replace) throw new Error(`${path} is there already`);
		},
		take: async (key) => {
			await (0, node_fs_promises.mkdir)((0, node_path.dirname)(path), {
				recursive: true,
				mode: 448
			});
			const neighbour = `${path}.${(0, node_crypto.randomUUID)()}.tmp`;
			try {
				const file = await (0, node_fs_promises.open)(neighbour, "wx", 384);
				try {
					await file.writeFile(`${key.expose()}\n`);
					await file.sync();
				} finally {
					await file.close();
				}
				if (replace) await (0, node_fs_promises.rename)(neighbour, path);
				else {
					await (0, node_fs_promises.link)(neighbour, path);
					await (0, node_fs_promises.rm)(neighbour);
				}
			} catch (error) {
				await (0, node_fs_promises.rm)(neighbour, { force: true });
				throw new Error(`the file could not be written (${codeOf(error)})`, { cause: error });
			}
			return `${path}, mode 0600`;
		}
	};
}
function commandSink(name, command, variables) {
	const { AKGUARD_LIVE_API_KEY: _live, AKGUARD_TEST_API_KEY: _test, ...environment } = variables;
	return {
		name,
		prepare: async () => {},
		take: async (key) => {
			const child = (0, node_child_process.spawn)(command, {
				shell: true,
				env: environment,
				stdio: [
					"pipe",
					"ignore",
					"ignore"
				],
				timeout: longestCommandMs
			});
			child.stdin.on("error", () => {});
			child.stdin.end(key.expose());
			const end = await new Promise((resolve) => {
				child.on("error", (error) => resolve(`could not be started (${codeOf(error)})`));
				child.on("close", (code, signal) => resolve(code === 0 ? null : `ended with ${signal ?? `exit code ${code}`}`));
			});
			if (end !== null) throw new Error(`the command ${end}; run it by hand to see what it says`);
			return "the command";
		}
	};
}
function codeOf(error) {
	return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}
// src/key-sinks.ts
const sinkForms = "terminal, file:PATH, command:COMMAND, github-secret:OWNER/REPO/NAME, github-secret:OWNER/REPO@ENVIRONMENT/NAME or github-secret:ORG/NAME";
async function readSinks(names, replace, variables, log) {
	const sinks = [];
	for (const name of names) sinks.push(await readSink(name, replace, variables, log));
	return sinks;
}
async function readSink(name, replace, variables, log) {
	const [, kind = "", rest = ""] = /^([^:]*)(?::(.*))?$/s.exec(name) ?? [];
	if (kind === "terminal" && rest === "") return terminalSink(name);
	if (kind === "file" && rest !== "") return fileSink(name, rest, replace);
	if (kind === "command" && rest !== "") return commandSink("command", rest, variables);
	if (kind === "github-secret") {
		const { githubSecretSink, parseSecretPlace } = await Promise.resolve().then(() => require("./secrets.js"));
		const place = parseSecretPlace(rest);
		const token = variables["GITHUB_TOKEN"] ?? "";
		if (place !== null && token === "") throw unusable(name, "GITHUB_TOKEN is not set.");
		const apiUrl = variables["GITHUB_API_URL"] || "https://api.github.com";
		if (place !== null) return githubSecretSink(name, place, {
			token,
			apiUrl,
			log
		});
	}
	throw unusable(name, `it is not one of ${sinkForms}.`);
}
async function prepareSinks(sinks) {
	for (const sink of sinks) try {
		await sink.prepare();
	} catch (error) {
		throw unusable(sink.name, `${require_errors.messageOf(error)}.`);
	}
}
function unusable(name, problem) {
	const sink = name.startsWith("command:") ? "command" : name;
	return new require_errors.AkguardError("AK_SINK", {
		sink,
		problem
	});
}
// src/create-key-command.ts
const longestName = 100;
async function createKey(values, options, variables, log) {
	const environment = require_keys_command.environmentIn(values.env);
	const name = values.name?.trim() ?? "";
	if (name === "" || name.length > longestName) throw new require_errors.AkguardError("AK_USAGE", { problem: `--name takes 1 to ${longestName} characters.` });
	const sinks = await readSinks(values.to ?? ["terminal"], false, variables, log);
	await prepareSinks(sinks);
	const tools = await require_keys_command.keyTools(options, variables, log);
	const bearer = require_keys_command.managementKeyOf(environment, tools);
	const store = await tools.openStore();
	try {
		const before = await require_keys_command.listAll(bearer, environment, tools.api);
		const creation = await tools.api.createKey(bearer, environment, name, `akguard-create-${(0, node_crypto.randomUUID)()}`);
		if (!creation.ok) {
			const orphans = await newOnes(before.map(({ id }) => id), name, bearer, environment, tools);
			const made = orphans.length === 0 ? "" : `; but it made ${orphans.join(", ")}, which nobody has: revoke it in the portal`;
			const error = require_keys_command.notDone("make a key", creation.answer);
			throw made === "" ? error : new require_errors.AkguardError("AK_KEYS", {
				attempt: "give a key",
				reason: `the answer was lost${made}`
			});
		}
		const { key, secret } = creation;
		const { fingerprint } = secret;
		const createdAt = require_main.timestamp(tools.clock);
		await store.register({
			fingerprint,
			keyId: key.id,
			environment,
			name,
			createdAt,
			source: "created"
		});
		const places = await handOver(secret, sinks, () => takeBack(key.id, secret, bearer, environment, tools));
		if (options.format === "json") {
			const made = {
				key_id: key.id,
				name,
				environment,
				fingerprint,
				redacted: secret.redacted
			};
			await require_main.printOut(require_keys_command.jsonLine({
				schema: "akguard.key/1",
				...made,
				source: "created",
				delivered_to: places
			}));
		} else {
			const where = places.map(require_text.visible).join(", ");
			await require_main.printOut(`Made ${environment} key ${key.id} (${secret.redacted}), and handed it over to ${where}.\n`);
		}
		return require_errors.ExitCode.ok;
	} finally {
		await store.close();
	}
}
async function handOver(secret, sinks, undo) {
	const places = [];
	for (const sink of sinks) try {
		places.push(await sink.take(secret));
	} catch (error) {
		const reason = require_errors.messageOf(error);
		const standing = places.length === 0 ? await undo() : `The key works, and is in ${places.join(", ")}`;
		throw new require_errors.AkguardError("AK_DELIVERY", {
			sink: sink.name,
			reason,
			standing
		});
	}
	return places;
}
async function takeBack(id, secret, bearer, environment, { api }) {
	const answer = await api.revokeKey(bearer, environment, id, `akguard-revoke-${secret.fingerprint}`);
	return answer.kind === "http" && answer.anton && answer.status >= 200 && answer.status < 300 ? `The key ${id} is revoked again` : `The key ${id} works, and nobody has it: revoke it in the portal`;
}
async function newOnes(before, name, bearer, environment, { api }) {
	const listing = await api.listKeys(bearer, environment);
	if (!listing.ok) return [];
	return listing.keys.filter((key) => key.name === name && !before.includes(key.id)).map(({ id }) => id);
}
exports.createKey = createKey;
