const require_errors = require("./errors.js");
// src/store/index.ts
const storeSchemes = {
	sqlite: async (location, options) => {
		const { openStore: openSqlite } = await Promise.resolve().then(() => require("./sqlite.js"));
		return openSqlite(location.replace(/^sqlite:(\/\/(?=\/))?/, ""), options);
	},
	postgres: openPostgres,
	postgresql: openPostgres
};
async function openStore(location, options) {
	const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(location)?.[1]?.toLowerCase() ?? "sqlite";
	const open = storeSchemes[scheme];
	if (!open) {
		const reason = `there is no store for ${scheme}: here`;
		throw new require_errors.AkguardError("AK_STORE", {
			path: `${scheme}:`,
			reason
		});
	}
	return open(location, options);
}
async function openQueue(location, agreement, log) {
	if (!isShared(location)) return null;
	const { WorkQueue: Queue } = await Promise.resolve().then(() => require("./work-queue.js"));
	return Queue.open(location, agreement, log);
}
async function openLimits(location, log) {
	if (!isShared(location)) return null;
	await (await openPostgres(location, { log })).close();
	const { SharedLimits: Limits } = await Promise.resolve().then(() => require("./shared-limits.js"));
	return new Limits(location, log);
}
function isShared(location) {
	return /^postgres(?:ql)?:/i.test(location);
}
async function openPostgres(location, options) {
	const { openStore: open } = await Promise.resolve().then(() => require("./postgres.js"));
	return open(location, options);
}
exports.openLimits = openLimits;
exports.openQueue = openQueue;
exports.openStore = openStore;
