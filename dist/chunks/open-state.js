import { n as messageOf, t as AkguardError } from "./errors.js";
import { n as defaultStatePath, t as whoRuns } from "./who-runs.js";
import { n as printOut } from "./terminal.js";
// src/open-state.ts
async function withState({ options, environment, log }, look) {
	const { openStore } = await import("./store2.js");
	const store = await openStore(options.state ?? defaultStatePath(environment), {
		log,
		by: whoRuns(environment),
		mustExist: true
	});
	try {
		return await look(store);
	} finally {
		await store.close();
	}
}
async function deliver(text, { options }) {
	if (options.output === null) return printOut(text);
	const { writeWhole } = await import("./write-file.js");
	await writeWhole(options.output, text).catch((error) => {
		throw new AkguardError("AK_OUTPUT", {
			path: options.output ?? "",
			reason: messageOf(error)
		});
	});
}
export { withState as n, deliver as t };
