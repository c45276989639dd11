// The rules of Odoo 19's own test_lint and web/tooling, on top of ESLint's recommended ones.
import { createRequire } from "node:module";

// `make lint` keeps the packages outside the tree and names them in NODE_PATH, which only require() reads.
const require = createRequire(import.meta.url);
const js = require("@eslint/js");
const globals = require("globals");

const component = "ClassDeclaration[superClass.name='Component']";
const has = (name) =>
    `:not(:has(ClassBody.body > PropertyDefinition[key.name='${name}'][static='true']))`;

export default [
    { ignores: ["**/static/lib/**"] },
    js.configs.recommended,
    {
        files: ["addons/*/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", luxon: "readonly" },
        },
        rules: {
            "arrow-body-style": ["error", "as-needed"],
            curly: ["error", "all"],
            eqeqeq: ["error", "always", { null: "ignore" }],
            "no-console": "error",
            "no-duplicate-imports": "error",
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-restricted-globals": ["error", "event", "self", "$", "jQuery"],
            "no-restricted-syntax": [
                "error",
                "PrivateIdentifier",
                {
                    selector: component + has("props"),
                    message: "Component should declare static props",
                },
                {
                    selector: component + has("template"),
                    message: "Component should declare static template",
                },
                {
                    selector: "CallExpression[callee.name='_t'] > :first-child[value=/(.*%s){2,}/]",
                    message: "Usage of _t function with multiple unnamed placeholders",
                },
                {
                    selector: "CallExpression[callee.name='_t'] > TemplateLiteral:first-child",
                    message: "A template literal cannot be translated: use %(name)s placeholders",
                },
                {
                    selector:
                        "CallExpression[callee.object.name=/^notification(Service)?$/][callee.property.name='add'] > Literal:first-child",
                    message: "A notification should be translated",
                },
                {
                    selector:
                        "CallExpression[callee.object.property.name=/^notification(Service)?$/][callee.property.name='add'] > Literal:first-child",
                    message: "A notification should be translated",
                },
            ],
            "no-unused-vars": ["error", { vars: "all", args: "none", caughtErrors: "all" }],
            "no-var": "error",
            "prefer-const": ["error", { destructuring: "all", ignoreReadBeforeAssign: true }],
        },
    },
    {
        files: ["**/*.mjs"],
        languageOptions: { globals: { ...globals.node, ...globals.browser } },
    },
];
