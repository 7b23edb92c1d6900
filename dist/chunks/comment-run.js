const require_plan = require("./plan.js");
const require_text = require("./text.js");
const require_errors = require("./errors.js");
const require_octokit = require("./octokit.js");
const require_issues = require("./issues.js");
const require_once = require("./once.js");
const require_action = require("../action.js");
const require_runtime = require("./runtime.js");
const require_coverage = require("./coverage.js");
const require_pipeline = require("./pipeline.js");
const require_handle = require("./handle.js");
const require_alert_state = require("./alert-state.js");
// src/action/comment.ts
const longestReason = 200;
const usage = "A command is the whole first line of a comment: `/akguard revoke`, `/akguard recheck`, or `/akguard false-positive REASON`.";
function commentEvent({ payload }) {
	const { action, comment, issue, sender } = payload;
	if (comment === void 0 || issue === void 0) return { why: "the event came without a comment" };
	if (action !== "created") return { why: "a comment counts when it is made, not when it is changed" };
	if (issue.pull_request !== void 0) return { why: "it is a comment on a pull request" };
	const { user } = comment;
	if (user === null || user.login !== sender?.login) return { why: "nobody knows who wrote the comment" };
	if (isBot(user) || isBot(sender)) return { why: "a bot wrote the comment" };
	const command = parseCommand(comment.body);
	if (command === null) return { why: "the comment asks akguard for nothing" };
	return {
		issue: issue.number,
		comment: comment.id,
		url: comment.html_url,
		login: user.login,
		command
	};
}
function isBot({ login, type }) {
	return type !== "User" || login.endsWith("[bot]");
}
function parseCommand(body) {
	const [line = ""] = body.split(/\r?\n/);
	const [, rest] = /^\/akguard(?:[ \t]+(.*))?$/.exec(line.trimEnd()) ?? [];
	if (rest === void 0 && line.trimEnd() !== "/akguard") return null;
	const [word = "", ...reason] = (rest ?? "").split(/[ \t]+/);
	switch (word) {
		case "revoke":
		case "recheck": return reason.length === 0 ? {
			order: word,
			reason: null,
			expires: null
		} : {
			order: null,
			usage
		};
		case "false-positive": return falsePositive(reason.join(" "));
		default: return {
			order: null,
			usage
		};
	}
}
function falsePositive(text) {
	const reason = require_text.visible(require_text.maskKeys(text)).trim();
	if (reason.length > longestReason) return {
		order: null,
		usage: `A reason has ${longestReason} characters at most.`
	};
	try {
		const [entry] = require_plan.parseBaseline("", `${"0".repeat(32)} ${reason}`);
		if (entry?.reason != null) return {
			order: "false-positive",
			reason: entry.reason,
			expires: entry.expires
		};
	} catch {
		return {
			order: null,
			usage: "A day is written as `expires=YYYY-MM-DD`, before the reason."
		};
	}
	return {
		order: null,
		usage: "Say why: `/akguard false-positive REASON`."
	};
}
// src/action/named-places.ts
const mostCommits = 20;
function namedPlaces(body, serverUrl) {
	const places = new Map();
	for (const [, link = ""] of body.matchAll(/\]\(([^()\s]+)\)/g)) {
		if (!link.startsWith(`${serverUrl}/`)) continue;
		const path = link.slice(serverUrl.length + 1);
		const [, repository, commit] = /^(\w[\w.-]*\/\w[\w.-]*)\/(?:blob|commit)\/([0-9a-f]{40}|[0-9a-f]{64})\b/.exec(path) ?? [];
		if (repository === void 0 || commit === void 0) continue;
		const commits = places.get(repository) ?? new Set();
		if (commits.size < mostCommits) commits.add(commit);
		places.set(repository, commits);
	}
	return [...places].map(([repository, commits]) => ({
		repository,
		commits: [...commits]
	}));
}
function fingerprintIn(body) {
	return /^<!-- akguard:fingerprint=v1:([0-9a-f]{32}) -->/.exec(body)?.[1] ?? null;
}
// src/github/orders.ts
function orderDesk(connection, repo, log) {
	const octokit = require_octokit.connect(connection, log);
	const [owner = "", name = ""] = repo.split("/");
	const place = {
		owner,
		repo: name
	};
	async function permission(login) {
		try {
			const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({
				...place,
				username: login
			});
			return data.permission;
		} catch (error) {
			const refused = require_octokit.failure(`say what ${login} may do in ${repo}`, error);
			if (refused.status === 404) return null;
			throw refused;
		}
	}
	async function isMember(team, login) {
		const [org = "", slug = ""] = team.split("/");
		try {
			const asked = {
				org,
				team_slug: slug,
				username: login
			};
			const { data } = await octokit.rest.teams.getMembershipForUserInOrg(asked);
			return data.state === "active";
		} catch (error) {
			const refused = require_octokit.failure(`say who is in the team ${team}`, error);
			if (refused.status === 404 || refused.status === 403) {
				log.debug("not a member, as far as the token can see", { reason: refused.message });
				return false;
			}
			throw refused;
		}
	}
	return {
		async ownIssue(number) {
			try {
				const { data } = await octokit.rest.issues.get({
					...place,
					issue_number: number
				});
				return data.number === number && require_once.isBy(await require_once.ownLogin(octokit), data.user) && !data.pull_request ? data.body ?? "" : null;
			} catch (error) {
				throw require_octokit.failure(`show issue ${number} of ${repo}`, error);
			}
		},
		async rightOf(login, teams) {
			const level = await permission(login);
			if (level === "admin" || level === "write") return `${level} permission`;
			for (const team of teams) if (await isMember(team, login)) return `member of ${team}`;
			return null;
		},
		async react(comment, content) {
			try {
				const about = {
					...place,
					comment_id: comment,
					content,
					request: { retries: 0 }
				};
				await octokit.rest.reactions.createForIssueComment(about);
			} catch (error) {
				log.debug("no reaction", { reason: require_octokit.failure("take a reaction", error).message });
			}
		}
	};
}
// src/find-key.ts
function searchesFor({ order, body }, { at, workspace, repository }, options, notes) {
	const server = at.url.slice(0, -repository.length - 1);
	const named = namedPlaces(body, server);
	const elsewhere = named.filter((place) => place.repository !== repository);
	const workspaceOf = (name) => name === repository ? workspace : require_action.makeWorkspace({
		...at,
		checkout: at.folder,
		url: `${server}/${name}`
	});
	const places = named.map(({ repository: name, commits }) => {
		const about = `the places named by the issue, in ${name}`;
		return async () => require_action.commitsOf(about, commits, workspaceOf(name), notes);
	});
	const histories = [...elsewhere.map((place) => place.repository), repository].map((name) => () => require_action.subjectFor({ kind: "history" }, workspaceOf(name), options, require_plan.walkPacks(options.jobs), notes));
	return order === "recheck" ? [...histories, ...places] : [...places, ...histories];
}
async function findKey(fingerprint, searches, plan, notes, silence) {
	const scanner = await require_pipeline.makeScanner(plan);
	let found = {
		finding: null,
		subject: none,
		coverage: new require_coverage.Coverage()
	};
	for (const search of searches) try {
		const subject = await search();
		const coverage = new require_coverage.Coverage(plan.allowDamaged);
		const { findings } = await require_pipeline.scan(subject, scanner, coverage, plan);
		await silence(findings.map(({ secret }) => secret));
		const finding = findings.find((each) => each.fingerprint === fingerprint) ?? null;
		found = {
			finding: finding && bare(finding),
			subject,
			coverage
		};
		if (finding !== null) return found;
	} catch (error) {
		if (!(error instanceof require_errors.AkguardError)) throw error;
		notes.push(`A place could not be searched: ${error.message}`);
	}
	return found;
}
const none = {
	name: "history",
	target: "nothing",
	read: async () => {}
};
function bare(finding) {
	return {
		...finding,
		matches: finding.matches.map((match) => ({
			...match,
			suppressed: null
		}))
	};
}
// src/respond/order-answer.ts
function framed(said, { login, right, run }) {
	const where = run === "" ? "" : ` ([the run](${run}))`;
	return `${said}\n\nAsked by ${require_text.markdownCode(require_text.visible(login))}, by ${require_text.markdownCode(right)}${where}.\n`;
}
function refusal(login) {
	return `Nothing was done: ${require_text.markdownCode(require_text.visible(login))} has no write permission here and is in no team that may ask akguard. Somebody who may has to write the command.
`;
}
function orderResult(order, finding, isPublic) {
	const state = require_alert_state.alertState(finding);
	const about = order === "recheck" && !isPublic ? ` ${placesOf(finding)}` : "";
	switch (state) {
		case "gone": return {
			said: "The key is dead, and no branch holds it any more.",
			done: true
		};
		case "revoked": return {
			said: `Revoked, and proven dead: the key was refused afterwards.${about}`,
			done: true
		};
		case "inactive": return {
			said: `The key does not work any more; there is nothing to revoke.${about}`,
			done: true
		};
		case "in-doubt":
		case "active":
		case "unknown":
		case "unverified": {
			const words = state === "in-doubt" ? "may still be active" : standing[state];
			if (order === "recheck") return {
				said: `The key ${words}.${about}`,
				done: state === "active"
			};
			return {
				said: `**Not revoked.** The key ${words}. ${why(finding, isPublic)}`,
				done: false
			};
		}
		default: return {
			said: "",
			done: false
		};
	}
}
const standing = {
	active: "**works**",
	unknown: "may work: it could not be found out",
	unverified: "was not verified: this workflow says not to"
};
function placesOf({ matches }) {
	const tips = new Set(matches.flatMap((match) => match.tips ?? []));
	const branches = [...tips].slice(0, 10).map((tip) => require_text.markdownCode(tip));
	const rest = tips.size > branches.length ? ` and ${tips.size - branches.length} more` : "";
	const held = branches.length === 0 ? "" : `; these branches still hold it: ${branches.join(", ")}${rest}`;
	return `It was found in ${matches.length} ${matches.length === 1 ? "place" : "places"}${held}.`;
}
function why({ outcomes, decision }, isPublic) {
	const revoke = outcomes.findLast(({ action }) => action === "revoke");
	const reason = revoke?.detail ?? decision.withheld;
	const word = revoke === void 0 ? "" : `It ended with **${revoke.result}**. `;
	if (isPublic || reason === null) return `${word}The log of the run says why.`;
	return `${word}${require_text.markdownCode(reason)}`;
}
function acceptedAnswer(line, { expires }, baseline) {
	return `Accepted as a false positive${expires === null ? "" : ` until ${expires}`}: runs that share this one's state do not fail or alert for it any more, unless it is proven to be a live key that works. For all runs, commit this line to the baseline (${require_text.markdownCode(baseline)}):\n\n    ${line}`;
}
const worksAnswer = "**Not accepted:** this key works, and a live key that works is never hidden. `/akguard revoke` revokes it.";
function notFoundAnswer(order) {
	return `The key itself is in no issue, so it was looked for where it was found, and in all branches, tags and pull requests: it is not there any more, and ${order === "false-positive" ? "whether it works is not known" : "without the key nothing can be verified or revoked"}. Give it on standard input to \`akguard revoke\`, or revoke it in the portal.`;
}
// src/order-run.ts
const revokeAsAsked = [{
	name: "asked",
	when: { validity: ["active"] },
	actions: ["revoke", "alert"]
}, {
	name: "asked, not active",
	when: {},
	actions: ["alert"]
}];
const tellAsAsked = [{
	name: "asked",
	when: {},
	actions: ["alert"]
}];
const lookOnly = [{
	name: "asked",
	when: {},
	actions: []
}];
const defaultBaseline = ".akguard-baseline";
async function carryOut(run, given, issues) {
	const { inputs, runner, folder, variables, log } = run;
	const isSha256 = runner.event.sha.length === 64;
	const at = {
		checkout: runner.workspace,
		folder,
		url: runner.url,
		token: inputs.githubToken,
		isSha256
	};
	const workspace = require_action.makeWorkspace(at);
	const settings = await require_action.readSettings(inputs, {
		base: async () => new require_action.BaseSide(await workspace.repository(), require_action.trustedFor(runner.event)),
		powerless: null,
		mustExist: true,
		debug: false
	});
	const environment = {
		...variables,
		AKGUARD_LIVE_API_KEY: inputs.liveApiKey,
		AKGUARD_TEST_API_KEY: inputs.testApiKey,
		GITHUB_TOKEN: inputs.githubToken
	};
	const nothing = {
		name: "history",
		target: runner.url,
		read: async () => {}
	};
	const plan = await require_plan.makePlan(nothing, asked(settings.options, given.order), environment, log);
	if (given.order !== "false-positive") await record(given, plan);
	const notes = [...settings.notes];
	const started = plan.clock.now();
	const searches = searchesFor(given, {
		at,
		workspace,
		repository: runner.repository
	}, settings.options, notes);
	const { finding, subject, coverage } = await findKey(given.fingerprint, searches, plan, notes, run.silence);
	const ordered = {
		...plan,
		subject,
		isOrder: true
	};
	const handled = finding === null ? [] : await require_handle.handle([finding], ordered);
	const report = require_pipeline.conclude({
		started,
		coverage,
		handled,
		unused: [],
		expired: []
	}, ordered);
	const result = await resultOf(given, report.findings[0] ?? null, settings, plan, issues);
	const isMissing = finding === null && given.order !== "false-positive";
	const code = require_errors.worst([report.exit_code, isMissing ? require_errors.ExitCode.incomplete : require_errors.ExitCode.ok]);
	return {
		report: {
			...report,
			exit_code: code
		},
		notes,
		code,
		...result
	};
}
function asked(options, order) {
	const others = options.alert.filter((channel) => !channel.startsWith("github-issue"));
	const alert = order === "false-positive" ? [] : ["github-issue", ...others];
	const policy = order === "revoke" ? revokeAsAsked : order === "recheck" ? tellAsAsked : lookOnly;
	return {
		...options,
		armed: order === "revoke",
		policy,
		alert,
		failOn: "none"
	};
}
async function record(given, { openStore, clock }) {
	const store = await openStore();
	try {
		await store.order({
			...given,
			at: require_runtime.timestamp(clock)
		});
	} finally {
		await store.close();
	}
}
async function resultOf(given, finding, settings, plan, issues) {
	const { order } = given;
	if (order === "false-positive") return acceptKey(given, finding, settings, plan);
	if (finding === null) return {
		said: `Nothing was done. ${notFoundAnswer(order)}`,
		done: false
	};
	return orderResult(order, finding, await issues.isPublic());
}
async function acceptKey(given, finding, { baselinePath }, plan) {
	if (finding?.environment === "live" && finding.verdict.validity === "active") {
		await record({
			...given,
			order: "recheck"
		}, plan);
		return {
			said: worksAnswer,
			done: false
		};
	}
	await record(given, plan);
	const [, line = ""] = require_plan.formatBaseline([given]).split("\n");
	const accepted = acceptedAnswer(line, given, baselinePath || defaultBaseline);
	return {
		said: finding === null ? `${accepted}\n\n${notFoundAnswer("false-positive")}` : accepted,
		done: true
	};
}
// src/comment-run.ts
async function runComment(run) {
	const event = commentEvent(run.runner.event);
	if ("why" in event) return noOrder(`Nothing was done: ${event.why}.`);
	const { inputs, runner, variables, log } = run;
	const apiUrl = variables["GITHUB_API_URL"] || "https://api.github.com";
	const connection = {
		token: inputs.githubToken,
		apiUrl
	};
	const issues = require_issues.githubIssues({
		...connection,
		repo: runner.repository,
		log
	});
	try {
		return await answer(run, event, orderDesk(connection, runner.repository, log), issues);
	} catch (error) {
		if (!(error instanceof require_octokit.GitHubFailure)) throw error;
		throw new require_errors.AkguardError("AK_ORDER", { problem: error.message });
	}
}
async function answer(run, { login, issue, comment, url, command }, desk, issues) {
	const right = await desk.rightOf(login, run.inputs.approvers);
	const body = await desk.ownIssue(issue);
	const fingerprint = body === null ? null : fingerprintIn(body);
	const say = async (text, content) => {
		await issues.comment(issue, text);
		await desk.react(comment, content);
	};
	if (right === null) {
		if (fingerprint !== null) await say(refusal(login), "-1");
		return noOrder(`Nothing was done: ${login} may not give orders here.`);
	}
	if (body === null || fingerprint === null) {
		await say("Nothing was done: this issue is not one of a key that akguard found.\n", "confused");
		return noOrder("Nothing was done: the issue is not one of akguard.");
	}
	if (command.order === null) {
		await say(`Nothing was done. ${command.usage}\n`, "confused");
		return noOrder(`Nothing was done: the comment is no command. ${command.usage}`);
	}
	const frame = {
		login,
		right,
		run: runUrl(run)
	};
	try {
		const { said, done, ...answered } = await carryOut(run, {
			...command,
			who: login,
			right,
			where: url,
			fingerprint,
			body
		}, issues);
		await say(framed(said, frame), done ? "+1" : "confused");
		return answered;
	} catch (error) {
		await say(framed(`Nothing was done, or not all: ${error instanceof require_errors.AkguardError ? error.message : "akguard met a bug"} The log of the run says more.`, frame), "confused");
		throw error;
	}
}
function noOrder(why) {
	return {
		report: null,
		notes: [why],
		code: require_errors.ExitCode.ok
	};
}
function runUrl({ runner, variables }) {
	const id = variables["GITHUB_RUN_ID"] ?? "";
	return /^\d+$/.test(id) ? `${runner.url}/actions/runs/${id}` : "";
}
exports.runComment = runComment;
