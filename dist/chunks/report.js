const require_json = require("./json.js");
const reporters = {
	human: require_json.human,
	json: require_json.json
};
exports.reporters = reporters;
