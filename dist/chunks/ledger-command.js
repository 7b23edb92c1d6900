const require_errors = require("./errors.js");
const require_ledger = require("./ledger.js");
const require_text = require("./text.js");
const require_options = require("./options.js");
const require_open_state = require("./open-state.js");
// src/respond/incident-page.ts
function incidentPage(lines) {
	const found = lines.find((line) => line.kind === "found");
	const end = lines.findLast(({ kind }) => kind === "dead" || kind === "alive");
	const dead = end?.kind === "dead" ? end : void 0;
	const fingerprint = lines[0]?.fingerprint ?? "unknown";
	const { redacted, environment, rule } = found?.data ?? {};
	const facts = [
		`- Key: ${code(redacted)}, environment ${text(environment)}, rule ${code(rule)}`,
		`- Leaked: ${leaked(found)}`,
		`- Found: ${foundBy(found)}`,
		`- Dead: ${dead ? `${dead.at} (line ${dead.seq})` : "**not proven dead**"}`,
		`- Exposed: ${exposed(found, dead)}`,
		`- Proof: ${proof(lines, dead)}`
	];
	const rows = lines.map((line) => `| ${line.seq} | ${line.at} | ${code(line.by)} | ${what(line)} |`);
	return [
		`# Incident ${fingerprint}`,
		facts.join("\n"),
		[
			"| line | when | by | what |",
			"| --- | --- | --- | --- |",
			...rows
		].join("\n"),
		""
	].join("\n\n");
}
function leaked(found) {
	const { leaked_at: at, leaked_by: by } = found?.data ?? {};
	return at == null ? "not known" : `${text(at)} by ${code(by)}, as the earliest commit that holds it says`;
}
function foundBy(found) {
	if (!found) return "not known";
	const { target, places } = found.data;
	return `${found.at} by ${code(found.by)}, in ${code(target)} (${text(places)} place${places === 1 ? "" : "s"})`;
}
function exposed(found, dead) {
	if (!found) return "not known";
	if (!dead) return "still, as far as is proven";
	const since = (from) => {
		const ms = typeof from === "string" ? Date.parse(dead.at) - Date.parse(from) : NaN;
		return ms >= 0 ? require_text.duration(ms) : null;
	};
	const fromLeak = since(found.data["leaked_at"]);
	const fromFind = since(found.at) ?? "not known";
	return fromLeak === null ? `${fromFind} since it was found` : `${fromLeak} since it leaked, ${fromFind} since it was found`;
}
function proof(lines, dead) {
	const refusal = lines.findLast((line) => line.kind === "verdict" && line.data["validity"] === "inactive" && line.seq < (dead?.seq ?? 0));
	if (!refusal) return listed(lines, dead);
	const { host, reason, status, request_id: requestId } = refusal.data;
	const answer = [`HTTP ${text(status)}`, ...requestId == null ? [] : [`request ${code(requestId)}`]];
	return `${code(reason)} (${answer.join(", ")}, from ${code(host)}, line ${refusal.seq})`;
}
function listed(lines, dead) {
	const step = lines.findLast(({ kind, data, seq }) => kind === "step-outcome" && data["step"] === "revoke" && data["result"] === "done" && seq < (dead?.seq ?? 0));
	return step ? `${code(step.data["detail"])} (line ${step.seq})` : "none";
}
function what({ kind, data }) {
	const says = (...names) => names.flatMap((name) => data[name] == null ? [] : [code(data[name])]).join(" ");
	switch (kind) {
		case "found": return `found in ${code(data["target"])}`;
		case "verdict": return `${data["was"] == null ? "" : `${text(data["was"])}, now `}**${text(data["validity"])}**: ${code(data["reason"])}`;
		case "intent": return `${text(data["action"])} intended: ${says("target")}${data["taken_from"] == null ? "" : ", taken over"}`;
		case "outcome": return `${text(data["action"])} **${text(data["result"])}**: ${says("target", "detail")}`;
		case "withheld": return `revoke **${text(data["result"])}**, not begun: ${says("why")}`;
		case "dead": return "**dead**";
		case "alive": return `**works**, though it was dead at ${text(data["dead_at"])}`;
		case "rotation": return `rotation of key ${code(data["old_key"])} **${text(data["state"])}**`;
		case "step-intent": return `rotation, ${text(data["step"])} intended: ${says("target")}`;
		case "step-outcome": return `rotation, ${text(data["step"])} **${text(data["result"])}**: ${says("target", "detail")}`;
		case "order": return `**${text(data["order"])}** asked for by ${code(data["who"])} (${text(data["right"])}): ${says("where", "reason")}`;
		case "breaker":
		case "head": return says("why");
	}
}
function text(value) {
	return value == null ? "unknown" : require_text.markdownCode(String(value)).replace(/^`([\w .:+-]*)`$/, "$1");
}
function code(value) {
	return value == null ? "unknown" : require_text.markdownCode(String(value));
}
// src/ledger-command.ts
const page = 1e3;
async function showLedger(fingerprint, context) {
	const byIncident = new Map();
	await require_open_state.withState(context, async (store) => {
		for await (const line of linesOf(store)) {
			if (line.fingerprint === null || fingerprint !== null && line.fingerprint !== fingerprint) continue;
			const lines = byIncident.get(line.fingerprint) ?? [];
			byIncident.set(line.fingerprint, lines);
			lines.push(line);
		}
	});
	if (fingerprint !== null && byIncident.size === 0) throw new require_errors.AkguardError("AK_USAGE", { problem: "The ledger knows no such fingerprint." });
	const pages = [...byIncident.values()].map(incidentPage);
	await require_open_state.deliver(pages.length === 0 ? "No incidents yet.\n" : pages.join("\n"), context);
	return require_errors.ExitCode.ok;
}
async function exportLedger(context) {
	const lines = [];
	await require_open_state.withState(context, async (store) => {
		for await (const line of linesOf(store)) lines.push(`${require_text.jsonSafe(JSON.stringify(line))}\n`);
	});
	await require_open_state.deliver(lines.join(""), context);
	return require_errors.ExitCode.ok;
}
async function verifyLedger(file, noted, context) {
	const head = noted === null ? null : parseHead(noted);
	const checked = file === null ? await require_open_state.withState(context, (store) => store.checkLedger(head)) : checkExport(await readExport(file), head);
	for (const { what } of checked.problems) await require_options.printOut(`wrong: ${what}\n`);
	const { count, hash } = checked.head;
	if (checked.problems.length > 0) {
		await require_options.printOut(`The ledger is not as it was written: see above. It has ${count} lines.\n`);
		return require_errors.ExitCode.findings;
	}
	await require_options.printOut(`${count} line${count === 1 ? "" : "s"}, each in its place and unchanged. To compare with later: --head ${count}:${hash}\n`);
	return require_errors.ExitCode.ok;
}
async function* linesOf(store) {
	for (let after = 0;;) {
		const lines = await store.ledger(after, page);
		yield* lines;
		const last = lines.at(-1);
		if (!last) return;
		after = last.seq;
	}
}
function parseHead(text) {
	const [, count, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
	if (count === void 0 || hash === void 0) throw new require_errors.AkguardError("AK_USAGE", { problem: "--head takes COUNT:HASH, as `akguard ledger verify` prints it." });
	return {
		count: Number(count),
		hash
	};
}
async function readExport(file) {
	const { readText } = await Promise.resolve().then(() => require("./write-file.js")).then((n) => n.write_file_exports);
	const text = await readText(file).catch((error) => {
		throw new require_errors.AkguardError("AK_USAGE", { problem: `${file} can not be read: ${require_errors.messageOf(error)}.` });
	});
	if (text === null) throw new require_errors.AkguardError("AK_PATH_NOT_FOUND", { path: file });
	return text;
}
function checkExport(text, head) {
	const check = new require_ledger.LedgerCheck(head ? [head] : []);
	const rows = text.split("\n");
	if (rows.at(-1) === "") rows.pop();
	for (const [index, row] of rows.entries()) {
		const entry = parseLine(row);
		if (entry) check.take(entry);
		else check.problems.push({
			line: index + 1,
			what: `row ${index + 1} of the file is no line of a ledger`
		});
	}
	if (head) check.end(head, "the head given");
	return {
		head: check.head,
		problems: check.problems
	};
}
function parseLine(row) {
	try {
		const value = JSON.parse(row);
		return typeof value?.seq === "number" && typeof value.hash === "string" && typeof value.data === "object" ? value : null;
	} catch {
		return null;
	}
}
exports.exportLedger = exportLedger;
exports.showLedger = showLedger;
exports.verifyLedger = verifyLedger;
