// Shows the contract of whoever the token is of. The token stays in this page: it is kept nowhere.
const { Scalar } = globalThis;
const place = document.getElementById("reference");
const said = document.getElementById("said");
let shown = null;

/** An access token carries its user's role; a key of the project goes along as `apikey` alone. */
function headersOf(token) {
  return token === "" ? {} : { apikey: token, authorization: `Bearer ${token}` };
}

async function show(token) {
  const response = await fetch("/openapi.json", { headers: headersOf(token) });
  const content = await response.json();
  if (!response.ok) {
    said.textContent = content.message;
    return;
  }
  said.textContent = "";
  shown?.destroy();
  shown = Scalar.createApiReference(place, {
    content,
    authentication: {
      preferredSecurityScheme: [["apikey", "bearer"]],
      securitySchemes: { apikey: { value: token }, bearer: { token } },
    },
    // Nothing from, and nothing to, any other place than this server.
    withDefaultFonts: false,
    telemetry: false,
    proxyUrl: "",
    hideClientButton: true,
    showDeveloperTools: "never",
    agent: { disabled: true },
    mcp: { disabled: true },
    persistAuth: false,
  });
}

document.getElementById("who").addEventListener("submit", (event) => {
  event.preventDefault();
  show(new FormData(event.target).get("token").trim());
});

if (Scalar === undefined) said.textContent = "docs/reference.js is missing: npm install puts it there.";
else show("");
