export { t as listRules, r as testRules } from "./rules-command.js";
