let node_path = require("node:path");
let node_crypto = require("node:crypto");
let node_fs_promises = require("node:fs/promises");
let node_child_process = require("node:child_process");
// src/io/hand-over.ts
const longestCommandMs = 5e4;
const farewellMs = 2e3;
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
			const neighbour = `${path}.${(0, node_crypto.randomUUID)()}.tmp`;
			try {
				await (0, node_fs_promises.mkdir)((0, node_path.dirname)(path), {
					recursive: true,
					mode: 448
				});
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
				await (0, node_fs_promises.rm)(neighbour, { force: true }).catch(() => {});
				throw new Error(`the file could not be written (${codeOf(error)})`, { cause: error });
			}
			return `${path}, mode 0600`;
		}
	};
}
function commandSink(name, command, variables, limitMs = longestCommandMs) {
	const { AKGUARD_LIVE_API_KEY: _live, AKGUARD_TEST_API_KEY: _test, ...environment } = variables;
	return {
		name,
		prepare: async () => {},
		take: async (key) => {
			const { child, release } = start(command, environment);
			child.stdin?.on("error", () => {});
			child.stdin?.end(key.expose());
			const end = await endOf(child, limitMs);
			release();
			if (end !== null) throw new Error(`the command ${end}; run it by hand to see what it says`);
			return "the command";
		}
	};
}
const onLeash = "{ IFS= read -r _ <&3 || kill -KILL 0; } & exec 3<&-; exec /bin/sh -c \"$0\"";
function start(command, env) {
	if (process.platform === "win32") return {
		child: (0, node_child_process.spawn)(command, {
			shell: true,
			env,
			stdio: [
				"pipe",
				"ignore",
				"ignore"
			]
		}),
		release: () => {}
	};
	const child = (0, node_child_process.spawn)("/bin/sh", [
		"-c",
		onLeash,
		command
	], {
		env,
		stdio: [
			"pipe",
			"ignore",
			"ignore",
			"pipe"
		],
		detached: true
	});
	const leash = child.stdio[3];
	leash.on("error", () => {});
	return {
		child,
		release: () => leash.end("\n")
	};
}
function endOf(child, limitMs) {
	return new Promise((resolve) => {
		let isLate = false;
		let timer = setTimeout(() => {
			isLate = true;
			kill(child, "SIGTERM");
			timer = setTimeout(() => kill(child, "SIGKILL"), farewellMs);
		}, limitMs);
		const done = (end) => {
			clearTimeout(timer);
			resolve(end);
		};
		child.on("error", (error) => done(`could not be started (${codeOf(error)})`));
		child.on("exit", (code, signal) => {
			if (isLate) kill(child, "SIGKILL");
			const how = isLate ? `did not end within ${limitMs / 1e3} s and was killed` : null;
			done(how ?? (code === 0 ? null : `ended with ${signal ?? `exit code ${code}`}`));
		});
	});
}
function kill(child, signal) {
	try {
		if (child.pid !== void 0) process.kill(-child.pid, signal);
	} catch {
		child.kill(signal);
	}
}
function codeOf(error) {
	return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}
Object.defineProperty(exports, "commandSink", {
	enumerable: true,
	get: function() {
		return commandSink;
	}
});
Object.defineProperty(exports, "fileSink", {
	enumerable: true,
	get: function() {
		return fileSink;
	}
});
Object.defineProperty(exports, "terminalSink", {
	enumerable: true,
	get: function() {
		return terminalSink;
	}
});
