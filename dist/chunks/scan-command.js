import { i as runPipeline } from "./pipeline.js";
import { n as readKey, r as walkPacks, t as makePlan } from "./plan.js";
import { n as sources } from "./sources.js";
// src/scan-command.ts
async function scan(name, operands, context) {
	const { options, environment, log } = context;
	const subject = await sources[name]({
		operands,
		...options,
		walkPacks: walkPacks(options.jobs)
	});
	return runPipeline(await makePlan(subject, options, environment, log));
}
const revokeAsAsked = [
	{
		name: "asked",
		when: { validity: ["active"] },
		actions: ["revoke", "alert"]
	},
	{
		name: "unknown",
		when: { validity: ["unknown"] },
		actions: ["alert", "fail"]
	},
	{
		name: "inactive",
		when: {},
		actions: []
	}
];
async function handleKey(command, context) {
	const { options, environment, log } = context;
	const subject = await readKey();
	const asked = {
		...options,
		...command === "revoke" && {
			armed: true,
			policy: revokeAsAsked
		}
	};
	return runPipeline(await makePlan(subject, asked, environment, log));
}
export { handleKey, scan };
