const require_errors = require("./errors.js");
const require_who_runs = require("./who-runs.js");
const require_options = require("./options.js");
// src/open-state.ts
async function withState({ options, environment, log }, look) {
	const { openStore } = await Promise.resolve().then(() => require("./store2.js"));
	const store = await openStore(options.state ?? require_who_runs.defaultStatePath(environment), {
		log,
		by: require_who_runs.whoRuns(environment),
		mustExist: true
	});
	try {
		return await look(store);
	} finally {
		await store.close();
	}
}
async function deliver(text, { options }) {
	if (options.output === null) return require_options.printOut(text);
	const { writeWhole } = await Promise.resolve().then(() => require("./write-file.js")).then((n) => n.write_file_exports);
	await writeWhole(options.output, text).catch((error) => {
		throw new require_errors.AkguardError("AK_OUTPUT", {
			path: options.output ?? "",
			reason: require_errors.messageOf(error)
		});
	});
}
Object.defineProperty(exports, "deliver", {
	enumerable: true,
	get: function() {
		return deliver;
	}
});
Object.defineProperty(exports, "withState", {
	enumerable: true,
	get: function() {
		return withState;
	}
});
