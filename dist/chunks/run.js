const require_errors = require("./errors.js");
const require_text = require("./text.js");
let node_child_process = require("node:child_process");
// src/git/run.ts
const hermeticConfig = [
	"core.hooksPath=/dev/null",
	"core.fsmonitor=false",
	"core.pager=cat",
	"core.attributesFile=/dev/null",
	"core.excludesFile=/dev/null",
	"core.quotePath=false",
	"core.commitGraph=true",
	"diff.external=",
	"diff.ignoreSubmodules=none",
	"log.showSignature=false",
	"log.showRoot=true",
	"protocol.ext.allow=never",
	"gc.auto=0",
	"maintenance.auto=false",
	"color.ui=false",
	"safe.directory=*"
];
const hermeticEnvironment = {
	GIT_CONFIG_NOSYSTEM: "1",
	GIT_CONFIG_GLOBAL: "/dev/null",
	GIT_ATTR_NOSYSTEM: "1",
	GIT_TERMINAL_PROMPT: "0",
	GIT_ASKPASS: "true",
	GIT_OPTIONAL_LOCKS: "0",
	GIT_NO_LAZY_FETCH: "1",
	GIT_NO_REPLACE_OBJECTS: "1",
	GIT_GRAFT_FILE: "/dev/null",
	GIT_PAGER: "cat",
	LC_ALL: "C"
};
const hookVariables = new Set([
	"GIT_DIR",
	"GIT_WORK_TREE",
	"GIT_INDEX_FILE",
	"GIT_COMMON_DIR",
	"GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_QUARANTINE_PATH",
	"GIT_PREFIX"
]);
const machineVariables = /^(PATH|HOME|TMPDIR|TEMP|TMP|USERPROFILE|SYSTEMROOT|COMSPEC|PATHEXT|LD_LIBRARY_PATH)$/i;
function gitEnvironment(hook) {
	const environment = {};
	for (const [name, value] of Object.entries(process.env)) if ((machineVariables.test(name) || hook && hookVariables.has(name)) && value !== void 0) environment[name] = value;
	return {
		...environment,
		...hermeticEnvironment
	};
}
function start(place, args) {
	const config = hermeticConfig.flatMap((entry) => ["-c", entry]);
	return (0, node_child_process.spawn)("git", [...config, ...args], {
		cwd: place.directory,
		env: {
			...gitEnvironment(place.hook),
			...place.env
		},
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		],
		...place.signal !== void 0 && { signal: place.signal }
	});
}
async function streamGit(place, args, onData, input) {
	const child = start(place, args);
	const { stdin, stdout, stderr } = child;
	if (stdin === null || stdout === null || stderr === null) throw new Error("git was started without pipes");
	let errors = "";
	stderr.setEncoding("utf8").on("data", (text) => {
		if (errors.length < 2e3) errors = (errors + text).slice(0, 2e3);
	});
	stdin.on("error", () => {});
	if (typeof input === "function") input(stdin);
	else stdin.end(input ?? "");
	return new Promise((resolve, reject) => {
		child.on("error", (error) => {
			if (place.signal?.aborted !== true) {
				reject(new require_errors.AkguardError("AK_GIT_MISSING", { reason: error.message }, { cause: error }));
				return;
			}
			for (const pipe of [
				stdin,
				stdout,
				stderr
			]) pipe.destroy();
			reject(place.signal.reason);
		});
		stdout.on("data", (bytes) => {
			if (place.signal?.aborted === true) return;
			try {
				onData(bytes);
			} catch (error) {
				child.kill();
				reject(error instanceof Error ? error : new Error(String(error)));
			}
		});
		child.on("close", (code) => resolve({
			code,
			stderr: errors
		}));
	});
}
async function tryGit(place, args, input) {
	const pieces = [];
	return {
		...await streamGit(place, args, (bytes) => pieces.push(bytes), input),
		stdout: Buffer.concat(pieces)
	};
}
async function runGit(place, args, input) {
	const { code, stderr, stdout } = await tryGit(place, args, input);
	if (code !== 0) throw gitFailed(args, {
		code,
		stderr
	});
	return stdout;
}
function gitFailed(args, end) {
	const reason = firstLine(end.stderr) || `exit code ${end.code}`;
	return new require_errors.AkguardError("AK_GIT_FAILED", {
		command: args[0] ?? "",
		reason
	});
}
function firstLine(stderr) {
	return require_text.visible(stderr.trim().split("\n")[0] ?? "");
}
Object.defineProperty(exports, "firstLine", {
	enumerable: true,
	get: function() {
		return firstLine;
	}
});
Object.defineProperty(exports, "gitEnvironment", {
	enumerable: true,
	get: function() {
		return gitEnvironment;
	}
});
Object.defineProperty(exports, "gitFailed", {
	enumerable: true,
	get: function() {
		return gitFailed;
	}
});
Object.defineProperty(exports, "hermeticConfig", {
	enumerable: true,
	get: function() {
		return hermeticConfig;
	}
});
Object.defineProperty(exports, "hermeticEnvironment", {
	enumerable: true,
	get: function() {
		return hermeticEnvironment;
	}
});
Object.defineProperty(exports, "runGit", {
	enumerable: true,
	get: function() {
		return runGit;
	}
});
Object.defineProperty(exports, "streamGit", {
	enumerable: true,
	get: function() {
		return streamGit;
	}
});
Object.defineProperty(exports, "tryGit", {
	enumerable: true,
	get: function() {
		return tryGit;
	}
});
