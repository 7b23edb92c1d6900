export { r as listKeys, i as registerKey, a as reviewKeys } from "./keys-command.js";
