const require_octokit = require("./octokit.js");
// src/github/author.ts
async function ownLogin(octokit) {
	try {
		return (await octokit.rest.users.getAuthenticated()).data.login;
	} catch (error) {
		const refused = require_octokit.failure("say whose token this is", error);
		if (refused.status !== 403 || /rate limit/i.test(refused.message)) throw refused;
	}
	try {
		const { viewer } = await octokit.graphql("{ viewer { login } }");
		return viewer.login.endsWith("[bot]") ? viewer.login : `${viewer.login}[bot]`;
	} catch {
		return null;
	}
}
function isBy(login, author) {
	if (author === null) return false;
	const name = author.login.toLowerCase();
	return login === null ? name.endsWith("[bot]") : name === login.toLowerCase();
}
// src/github/fitted.ts
const longest = {
	title: 256,
	body: 6e4
};
const cutNote = "\n\n(Cut here: the rest does not fit.)\n";
function fitted(title, body) {
	if (body.length <= longest.body) return {
		title: title.slice(0, longest.title),
		body
	};
	const start = body.slice(0, longest.body - 37);
	const lineEnd = start.lastIndexOf("\n");
	return {
		title: title.slice(0, longest.title),
		body: start.slice(0, Math.max(lineEnd, 0)) + cutNote
	};
}
function fittedComment(text) {
	return text.slice(0, longest.body);
}
// src/github/once.ts
async function makeOnce({ find, post, settle, log }) {
	const earlier = await find();
	if (earlier !== null) return {
		thing: earlier,
		isNew: false
	};
	try {
		return {
			thing: await post(),
			isNew: true
		};
	} catch (error) {
		if (!(error instanceof require_octokit.GitHubFailure) || !error.mayHaveWorked) throw error;
		log.warn("an answer was lost; looking for what was made", { reason: error.message });
		await settle();
		return {
			thing: await find() ?? await post(),
			isNew: true
		};
	}
}
Object.defineProperty(exports, "fitted", {
	enumerable: true,
	get: function() {
		return fitted;
	}
});
Object.defineProperty(exports, "fittedComment", {
	enumerable: true,
	get: function() {
		return fittedComment;
	}
});
Object.defineProperty(exports, "isBy", {
	enumerable: true,
	get: function() {
		return isBy;
	}
});
Object.defineProperty(exports, "makeOnce", {
	enumerable: true,
	get: function() {
		return makeOnce;
	}
});
Object.defineProperty(exports, "ownLogin", {
	enumerable: true,
	get: function() {
		return ownLogin;
	}
});
