const require_errors = require("./errors.js");
const require_text = require("./text.js");
const require_secret = require("./secret.js");
const require_alert_state = require("./alert-state.js");
// src/respond/alert-places.ts
const mostShown = 50;
const mostKept = 2e3;
const hashLength = 8;
const head$1 = "| place | commit | author | date |\n| --- | --- | --- | --- |\n";
function placesSection(matches, earlier) {
	const told = toldIn(earlier);
	const rows = [...new Set([...rowsOf(matches), ...told.rows])];
	if (rows.length === 0) return "";
	const shown = rows.slice(0, mostShown);
	const isShown = new Set(shown.map(hashOf));
	const hidden = [...new Set([...rows.slice(mostShown).map(hashOf), ...told.hidden])].filter((hash) => !isShown.has(hash));
	const table = head$1 + shown.join("\n");
	if (hidden.length === 0) return table;
	return `${table}\n\nand ${hidden.length > mostKept ? `more than ${mostKept}` : String(hidden.length)} more\n<!-- akguard:more=${hidden.slice(0, 2001).join(",")} -->`;
}
function hasNewPlaces({ finding }, earlier) {
	const told = toldIn(earlier);
	const [rows, hidden] = [new Set(told.rows), new Set(told.hidden)];
	return rowsOf(finding.matches).some((row) => !rows.has(row) && !hidden.has(hashOf(row)));
}
function toldIn(earlier) {
	const [, table = ""] = earlier.replaceAll("\r\n", "\n").split(head$1);
	const rows = (table.split("\n\n")[0] ?? "").split("\n").filter((row) => row.startsWith("| "));
	const [, list = ""] = /^<!-- akguard:more=([0-9a-f,]*) -->$/m.exec(table) ?? [];
	return {
		rows,
		hidden: list.split(",").filter((hash) => hash.length === hashLength)
	};
}
function hashOf(row) {
	return require_secret.fingerprintOf(row).slice(0, hashLength);
}
function rowsOf(matches) {
	return matches.map((match) => {
		const path = match.path ?? match.blob ?? "unknown place";
		const inside = match.repository === null ? "" : `${match.repository}: `;
		const place = require_text.markdownCode(`${inside}${path}:${match.line}`);
		return `| ${[
			match.url === null ? place : `[${place}](${linkTarget(match.url)})`,
			match.commit === null ? "" : require_text.markdownCode(match.commit.slice(0, 12)),
			match.author === null ? "" : require_text.markdownCode(match.author),
			match.committed_at === null ? "" : require_text.markdownCode(match.committed_at)
		].join(" | ")} |`;
	});
}
function linkTarget(url) {
	return url.replace(/[()'*!|<>\s\\]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
// src/respond/alert-steps.ts
const replace = "Create a new key, give it to every system that uses this one, and keep it on backend servers only.";
const remove = "Take the key out of where it was found. The history keeps it, so treat it as known to others for ever.";
function alertSteps(finding) {
	const { key, environment } = finding;
	const portal = `app.antonpayments.com > Settings > API Keys > Revoke${key ? `, key ${require_text.markdownCode(key.id)}` : `, the key shown as ${require_text.markdownCode(finding.redacted)}`}`;
	const byCommand = "give the key on standard input to `akguard revoke`";
	const review = environment === "live" ? ["Review the payouts made since the key leaked, and report any you do not know."] : [];
	switch (require_alert_state.alertState(finding)) {
		case "revoked": return [
			isRotated(finding) ? "The key is dead, and a new one is in its place: see that every system that used it has taken up the new key." : "The key is dead: systems that used it have stopped working. Create a new key and give it to them.",
			...review,
			remove
		];
		case "inactive": return [
			"The key is dead. Give whatever still uses it a new one.",
			...review,
			remove
		];
		case "gone": return ["The key is dead, and no branch holds it any more. Give whatever still uses it a new one.", ...review];
		case "in-doubt": return [
			"Run the same command again: it finds out whether the key is dead.",
			`If it still works, revoke it by hand: ${portal}.`,
			replace,
			...review,
			remove
		];
		case "active": return [
			`Revoke the key now: ${portal}. Or ${byCommand}.`,
			replace,
			...review,
			remove
		];
		case "unknown":
		case "unverified": return [
			`Treat the key as working. Revoke it: ${portal}. Or ${byCommand}.`,
			replace,
			...review,
			remove
		];
		default: return [];
	}
}
function isRotated({ outcomes }) {
	return outcomes.some(({ action, result }) => action === "rotate" && result === "rotated");
}
// src/respond/alert-markdown.ts
const stateMarker = /^[^\n]*\n<!-- akguard:state=([a-z-]+)(?: as-of=(\S+))? -->/;
function alertMarker(fingerprint) {
	return `<!-- akguard:fingerprint=v1:${fingerprint} -->`;
}
function knowsMore(earlier, { finding }) {
	const told = toldBy(earlier);
	return told !== null && require_alert_state.knowledge[told.state] > require_alert_state.knowledge[require_alert_state.alertState(finding)] && !require_alert_state.isBack(finding, told);
}
function knowsLess(earlier, { finding }) {
	const told = toldBy(earlier);
	return told !== null && require_alert_state.knowledge[told.state] < require_alert_state.knowledge[require_alert_state.alertState(finding)];
}
function toldBy(text) {
	const [, word = "", asOf = null] = stateMarker.exec(text) ?? [];
	return Object.hasOwn(require_alert_state.knowledge, word) ? {
		state: word,
		asOf
	} : null;
}
const titles = {
	gone: "is dead and in no branch",
	revoked: "was revoked",
	inactive: "does not work any more",
	"in-doubt": "may still be active: its revocation is not confirmed",
	active: "is active",
	unknown: "may be active",
	unverified: "was found"
};
function alertTitle(finding) {
	return `Leaked Anton Payments key ${finding.redacted} ${titles[require_alert_state.alertState(finding)]}`;
}
function alertMarkdown(alert, earlier = "") {
	const { finding } = alert;
	const places = placesSection(finding.matches, earlier);
	return `${[
		head(alert),
		`# ${alertTitle(finding)}`,
		whatItIs(alert),
		`## What to do next\n\n${numbered(alertSteps(finding))}`,
		`## Proof\n\n${proof(finding)}`,
		...places === "" ? [] : [`## Where it was found\n\n${places}`],
		`## What happened\n\n${timeline(alert)}`,
		`Fingerprint: ${require_text.markdownCode(alert.fingerprint)}`
	].join("\n\n")}\n`;
}
function publicMarkdown(alert) {
	const { finding } = alert;
	const steps = alertSteps({
		...finding,
		key: null
	});
	return `${[
		head(alert),
		`# ${alertTitle(finding)}`,
		reach(finding),
		`## What to do next\n\n${numbered(steps)}`,
		"## Where it was found\n\nWithheld: everybody can read this repository, and the key may still work. The places are in the JSON report of the run that found it, in a draft security advisory of this repository where akguard may write one, and in alerts on channels that aren't public. They are shown here once the key is proven dead.",
		`Fingerprint: ${require_text.markdownCode(alert.fingerprint)}`
	].join("\n\n")}\n`;
}
function head({ fingerprint, finding }) {
	const { state, asOf } = require_alert_state.saidBy(finding);
	const since = asOf === null || require_alert_state.mayBeAlive(state) ? "" : ` as-of=${asOf}`;
	return `${alertMarker(fingerprint)}\n<!-- akguard:state=${state}${since} -->`;
}
function reach({ environment }) {
	return environment === "live" ? "A production key: whoever has it can move real money." : "A sandbox key: it moves no real money, but shows how keys are handled.";
}
function whatItIs({ finding, target }) {
	return `${reach(finding)} akguard found it in ${require_text.markdownCode(target)} (rule ${require_text.markdownCode(finding.rule)}).`;
}
function proof({ verdict, key }) {
	return [
		`- When verified: **${verdict.validity}**. ${require_text.markdownCode(verdict.reason)}`,
		...verdict.checked_at === null ? [] : [`- Checked at: ${verdict.checked_at}`],
		...verdict.status === null ? [] : [`- HTTP status: ${verdict.status}`],
		...verdict.code === null ? [] : [`- Code: ${require_text.markdownCode(verdict.code)}`],
		...verdict.request_id === null ? [] : [`- Request id: ${require_text.markdownCode(verdict.request_id)}`],
		...key === null ? [] : [`- Key id: ${require_text.markdownCode(key.id)}, named ${require_text.markdownCode(key.name)} (identified by ${key.matched_by})`]
	].join("\n");
}
function timeline(alert) {
	const { finding } = alert;
	const committed = finding.matches.flatMap((match) => match.committed_at ?? []).toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(0);
	const { checked_at: checkedAt, validity } = finding.verdict;
	const events = [
		...committed === void 0 ? [] : [`${require_text.markdownCode(committed)}: committed`],
		`${alert.firstSeenAt}: found`,
		...checkedAt === null ? [] : [`${checkedAt}: verified, ${validity}`],
		...finding.outcomes.filter((outcome) => outcome.action === "revoke").map(revokeEvent)
	];
	const exposed = finding.exposed_for_ms;
	const summary = exposed === null ? [] : [`From first sight to proven death: ${require_text.duration(exposed)}.`];
	return [events.map((event) => `- ${event}`).join("\n"), ...summary].join("\n\n");
}
function revokeEvent({ at, result, detail }) {
	return `${at}: revoke: **${result}**. ${require_text.markdownCode(detail)}`;
}
function numbered(steps) {
	return steps.map((step, i) => `${i + 1}. ${step}`).join("\n");
}
// src/respond/alerters/file.ts
function fileAlerter(channel, folder, files) {
	return {
		channel,
		async tell(alert) {
			const where = `${folder}/${alert.fingerprint}.md`;
			const text = alertMarkdown(alert);
			const earlier = await files.read(where);
			if (earlier !== null && knowsMore(earlier, alert)) return {
				where,
				fresh: false
			};
			if (earlier !== text) await files.write(where, text);
			return {
				where,
				fresh: earlier === null
			};
		}
	};
}
// src/respond/alerters/github-advisory.ts
function githubAdvisoryAlerter(channel, advisories) {
	return {
		channel,
		async tell(alert) {
			const marker = alertMarker(alert.fingerprint);
			const title = alertTitle(alert.finding);
			const earlier = await advisories.find(marker);
			if (!earlier) {
				const isLive = alert.finding.environment === "live";
				return {
					where: (await advisories.create(title, alertMarkdown(alert), marker, isLive)).url,
					fresh: true
				};
			}
			if (!knowsMore(earlier.text, alert)) await update(alert, title, earlier, advisories);
			return {
				where: earlier.url,
				fresh: false
			};
		},
		async follow(alert) {
			try {
				const earlier = await advisories.find(alertMarker(alert.fingerprint));
				if (earlier) await update(alert, alertTitle(alert.finding), earlier, advisories);
			} catch {}
		}
	};
}
async function update(alert, title, earlier, advisories) {
	const text = alertMarkdown(alert, earlier.text);
	const isOver = require_alert_state.alertState(alert.finding) === "gone";
	if (isOver || text.trimEnd() !== earlier.text.trimEnd()) await advisories.update(earlier.id, title, text, isOver);
}
// src/respond/alerters/github-issue.ts
function githubIssueAlerter(channel, issues, details = null) {
	return {
		channel,
		async isBehind(alert) {
			const earlier = await issues.peek(alertMarker(alert.fingerprint));
			return earlier !== null && knowsLess(earlier.body, alert);
		},
		async tell(alert) {
			const withheld = require_alert_state.mayBeAlive(require_alert_state.alertState(alert.finding)) && await issues.isPublic();
			const told = await tellIssue(alert, withheld, issues).catch((error) => {
				if (details === null) throw error;
				return tellInstead(alert, details, error);
			});
			if (details === null) return told;
			if (!withheld) {
				if (await issues.isPublic()) await details.follow(alert);
				return told;
			}
			const where = await details.tell(alert).then((draft) => draft.where, (error) => `the JSON report only: ${require_errors.messageOf(error)}`);
			return where === told.where ? told : {
				...told,
				where: `${told.where} without places; they are in ${where}`
			};
		}
	};
}
async function tellInstead(alert, details, refusal) {
	try {
		return await details.tell(alert);
	} catch (error) {
		throw new Error(`${require_errors.messageOf(refusal)}; ${require_errors.messageOf(error)}`, { cause: error });
	}
}
async function tellIssue(alert, withheld, issues) {
	const marker = alertMarker(alert.fingerprint);
	const title = alertTitle(alert.finding);
	const textAfter = (earlier) => withheld ? publicMarkdown(alert) : alertMarkdown(alert, earlier);
	const earlier = await issues.find(marker);
	if (!earlier) {
		const assignees = withheld ? [] : await issues.responsible(alert.finding.matches);
		const issue = await issues.create(title, textAfter(""), marker, assignees);
		await closeWhenOver(alert, issue, issues);
		return {
			where: issue.url,
			fresh: true
		};
	}
	if (knowsMore(earlier.body, alert)) return {
		where: earlier.url,
		fresh: false
	};
	const body = textAfter(earlier.body);
	const reopens = !earlier.isOpen && isNews(alert, earlier, withheld);
	if (!(earlier.title === title && earlier.body.trimEnd() === body.trimEnd()) || reopens) {
		const change = {
			title,
			body,
			...reopens ? { isOpen: true } : {}
		};
		await issues.update(earlier.number, change);
	}
	if (reopens) await issues.comment(earlier.number, reopened(alert, withheld));
	await closeWhenOver(alert, {
		...earlier,
		title,
		body
	}, issues);
	return {
		where: earlier.url,
		fresh: false
	};
}
function isNews(alert, { body }, withheld) {
	const state = require_alert_state.alertState(alert.finding);
	if (state === "active" || state === "in-doubt") return true;
	return require_alert_state.mayBeAlive(state) && !withheld && hasNewPlaces(alert, body);
}
function reopened({ finding }, withheld) {
	const where = withheld ? "" : " The places are in the text above.";
	return `akguard found this key again, and it is not proven dead (${finding.verdict.validity}): opened again.${where}`;
}
async function closeWhenOver(alert, issue, issues) {
	if (!issue.isOpen || require_alert_state.alertState(alert.finding) !== "gone") return;
	await issues.update(issue.number, {
		title: issue.title,
		body: issue.body,
		isOpen: false
	});
	await issues.comment(issue.number, "The key is dead, and no branch holds it any more: closed.");
}
// src/respond/alerters/index.ts
const defaultFolder = "akguard-alerts";
const kinds = {
	file(channel, argument, doors) {
		if (argument === "") throw new Error("the folder is missing");
		return fileAlerter(channel, argument?.replace(/(?<=.)\/+$/, "") ?? defaultFolder, doors.files);
	},
	"github-issue"(channel, argument, doors) {
		const repository = repositoryOf(argument, doors);
		const own = doors.repository ?? repository;
		const details = githubAdvisoryAlerter(channel, doors.advisories(own));
		return githubIssueAlerter(channel, doors.issues(repository), details);
	},
	"github-advisory"(channel, argument, doors) {
		return githubAdvisoryAlerter(channel, doors.advisories(repositoryOf(argument, doors)));
	}
};
function repositoryOf(argument, { repository: own }) {
	const repository = argument ?? own;
	if (repository === null) throw new Error("the repository is not known here");
	if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new Error("the repository is not of the form OWNER/REPO");
	return repository;
}
function alertersFor(channels, doors) {
	return [...new Set(channels)].map((channel) => {
		const colon = channel.indexOf(":");
		const word = colon === -1 ? channel : channel.slice(0, colon);
		const argument = colon === -1 ? null : channel.slice(colon + 1);
		const kind = Object.hasOwn(kinds, word) ? kinds[word] : void 0;
		if (!kind) throw new require_errors.AkguardError("AK_ALERT_CHANNEL", {
			channel,
			problem: "there is no such kind"
		});
		try {
			return kind(channel, argument, doors);
		} catch (error) {
			const problem = error instanceof Error ? error.message : String(error);
			throw new require_errors.AkguardError("AK_ALERT_CHANNEL", {
				channel,
				problem
			});
		}
	});
}
exports.alertersFor = alertersFor;
