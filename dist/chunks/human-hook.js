const require_style = require("./style.js");
const require_units = require("./units.js");
// src/report/human-hook.ts
const weight = {
	live: "LIVE: it moves real money, for whoever can read it.",
	test: "TEST: no real money, but whoever reads it can use your sandbox."
};
const mostPlaces = 5;
const mostGaps = 10;
function hookText(report, stopped, style) {
	const keys = report.findings.filter((finding) => !["dead", "suppressed"].includes(require_style.standing(finding)));
	return [
		...keys.length > 0 ? [...found(keys, stopped, style), ""] : [],
		...gaps(report, stopped, style),
		...keys.length > 0 ? ways(keys, stopped, style) : []
	].map((line) => `${line}\n`).join("");
}
function found(keys, stopped, style) {
	const what = {
		commit: "this commit",
		message: "this commit",
		push: "this push",
		received: "this push"
	}[stopped];
	const where = stopped === "message" ? " in its message" : "";
	const title = `akguard stopped ${what}: ${require_units.counted(keys.length, "Anton key")}${where}.`;
	return [require_style.paint(style, ["bold", "red"], title), ...keys.flatMap((key) => [
		"",
		`${require_style.foreign(style, key.redacted)}  ${weight[key.environment]}`,
		...key.verdict.validity === "active" ? ["  It works: Anton was asked just now."] : [],
		...places(key.matches, style)
	])];
}
function places(matches, style) {
	const more = matches.length - mostPlaces;
	return [...matches.slice(0, mostPlaces).map((match) => {
		const commit = match.commit === null || match.path === null ? "" : `  in commit ${match.commit.slice(0, 10)}`;
		const inside = match.encoding.length === 0 ? "" : `  as ${require_style.foreign(style, match.encoding.join(" in "))}`;
		return `  ${placeName(match, style)}:${match.line}:${match.column}${commit}${inside}`;
	}), ...more > 0 ? [`  and ${require_units.counted(more, "more place")}`] : []];
}
function placeName({ path, commit, blob, ref }, style) {
	if (path !== null) return require_style.foreign(style, path);
	if (ref?.startsWith("refs/tags/")) return `message of tag ${require_style.foreign(style, ref.slice(10))}`;
	return commit === null ? `object ${blob ?? ""}` : `message of commit ${commit.slice(0, 10)}`;
}
function gaps(report, stopped, style) {
	const { complete, skipped } = report.scan.coverage;
	if (complete) return [];
	const what = stopped === "commit" || stopped === "message" ? "commit" : "push";
	const lines = skipped.slice(0, mostGaps).map((gap) => `  ${require_style.foreign(style, gap.what)}: ${require_style.foreign(style, gap.why)}`);
	return [
		require_style.paint(style, ["bold", "red"], `akguard stopped this ${what}: not all of it could be looked at.`),
		...lines,
		...require_style.labelled(style, "then", skipNote(stopped)),
		""
	];
}
function skipNote(stopped) {
	switch (stopped) {
		case "commit":
		case "message": return "To commit all the same, without anybody having looked: `git commit --no-verify`.";
		case "push": return "Take the time with `akguard scan history`, then push without the hook: `git push --no-verify`.";
		case "received": return "Push fewer commits at once, or ask who runs this server.";
	}
}
function ways(keys, stopped, style) {
	return ["Ways on:", ...[
		takeOut(stopped),
		allow(keys),
		revoke(keys, stopped)
	].flatMap((step, i) => require_style.labelled(style, `${i + 1}.`, step).map(tighter))];
}
function tighter(line) {
	return line.replace(/^ {2}(.{2}) {7}/, "  $1 ");
}
function takeOut(stopped) {
	switch (stopped) {
		case "commit": return "Take it out: let the code read it from an environment variable or a secrets manager, `git add`, commit again.";
		case "message": return "Take it out of the message, and commit again.";
		case "push":
		case "received": return "Take it out of these commits, not just of the last one (`git commit --amend`, `git rebase -i`), and let the code read it from an environment variable or a secrets manager.";
	}
}
function allow(keys) {
	const [first] = keys;
	return `If it may stay: write \`akguard:allow REASON\` on its line or the one before, or add the line \`${`${first?.fingerprint ?? ""} REASON`}\` to your baseline (--baseline FILE).`;
}
function revoke(keys, stopped) {
	const lead = "If anybody else can have seen it already (pushed, shared, logged), revoke it:";
	const [key] = keys.filter(({ redacted }) => /^ak_(?:live|test)_/.test(redacted));
	if (key === void 0) return `${lead.replace("revoke", "replace")} in the portal, app.antonpayments.com > Settings.`;
	const command = stopped === "received" ? null : commandFor(key.matches[0]);
	return command === null ? `${lead} run \`akguard revoke\`, paste the key, end with Ctrl-D.` : `${lead} \`${command}\`.`;
}
function commandFor(match) {
	if (match === void 0 || match.member !== null || match.encoding.length > 0) return null;
	const { path, source, commit, line } = match;
	if (path === null || !/^[\w./ @+=,-]+$/.test(path)) return null;
	const quoted = (text) => /^[\w./@+=-]+$/.test(text) ? text : `'${text}'`;
	const cut = `sed -n ${line}p`;
	if (source === "message") return `${cut} ${quoted(path)} | akguard revoke`;
	return `git show ${quoted(`${commit?.slice(0, 10) ?? ""}:${path}`)} | ${cut} | akguard revoke`;
}
exports.hookText = hookText;
exports.skipNote = skipNote;
