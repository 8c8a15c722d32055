/** The page's template, in Eta's language: `<%= %>` escapes what it writes. */
export const timelineTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title><%= page.title %></title>
<style>
  :root { color-scheme: light dark; --ink: light-dark(#1a1a1a, #e8e8e8); --faint: light-dark(#6b6b6b, #9a9a9a);
    --line: light-dark(#dedede, #3a3a3a); --life: light-dark(#3a86c8, #4f9ddf); --window: light-dark(#e0a021, #e8b04a);
    --fresh: light-dark(#1a7f37, #4ac26b); --due: light-dark(#9a6700, #e8b04a); --expired: light-dark(#cf222e, #ff6b6b);
    --manual: light-dark(#0969da, #6cb6ff); --unknown: light-dark(#8250df, #c297ff); }
  body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: var(--ink); background: light-dark(#fff, #161616);
    font: 15px/1.45 system-ui, sans-serif; }
  h1 { font-size: 1.35rem; margin: 0; }
  p { margin: .3rem 0 1.2rem; color: var(--faint); }
  .row { display: grid; grid-template-columns: 16rem minmax(0, 1fr); gap: 1rem; padding: .65rem 0; border-top: 1px solid var(--line); }
  .who b { overflow-wrap: anywhere; }
  .who small { display: block; color: var(--faint); overflow-wrap: anywhere; }
  .state { float: right; font-size: .8rem; font-weight: 600; }
  .fresh { color: var(--fresh); } .due { color: var(--due); } .expired { color: var(--expired); }
  .manual { color: var(--manual); } .unknown { color: var(--unknown); }
  .lane { position: relative; height: 1.3rem; }
  .lane i { position: absolute; top: .15rem; height: 1rem; border-radius: 2px; }
  .life { background: var(--life); } .window { background: var(--window); }
  .lane u { position: absolute; top: -.25rem; bottom: -.15rem; width: 0; border-left: 2px solid var(--expired); z-index: 1; }
  .lane + small { color: var(--faint); }
  .axis { border: 0; }
  @media (width < 45rem) { .row { grid-template-columns: minmax(0, 1fr); gap: .2rem; } .axis span:nth-child(even) { display: none; } }
  .axis span { position: absolute; font-size: .75rem; color: var(--faint); transform: translateX(-50%); white-space: nowrap; }
  .key { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; vertical-align: -1px; }
  .whole { white-space: nowrap; }
  .key.now { width: 0; border-left: 2px solid var(--expired); border-radius: 0; background: none; }
</style>
</head>
<body>
<h1><%= page.title %></h1>
<p>As of <%= page.now %><% if (page.lastUpdate) { %>; state written <%= page.lastUpdate %><% } %>. Times are UTC.
<span class="whole"><span class="key life"></span> minted, not due yet</span> &ensp;<span class="whole"><span class="key window"></span>
window: the next pulumi up replaces it</span> &ensp;<span class="whole"><span class="key now"></span> now</span></p>
<% for (const line of page.pending) { %><p><%= line %></p>
<% } if (page.tokens.length === 0) { %><p>This stack has no tokens.</p><% } else { %>
<div class="row axis"><div></div><div class="lane"><% for (const tick of page.ticks) { %>
<span style="left: <%= tick.at %>%"><%= tick.label %></span><% } %></div></div>
<% } for (const token of page.tokens) { %>
<div class="row"><div class="who"><span class="state <%= token.colour %>"><%= token.state %></span><b title="<%= token.full.name %>"><%= token.name %></b>
<small>user <span title="<%= token.full.user %>"><%= token.user %></span> · <span title="<%= token.full.capabilities %>"><%= token.capabilities %></span></small><small title="<%= token.full.stage %>">stage <%= token.stage %></small></div>
<div><div class="lane"><u style="left: <%= token.nowAt %>%"></u><% for (const part of token.parts) { %>
<i class="<%= part.kind %>" style="left: <%= part.at %>%; width: <%= part.length %>%" title="<%= part.title %>"></i><% } %></div>
<small>minted <%= token.minted %> · rotates: <%= token.rotates %> · expires: <%= token.expires %><% if (token.reason) { %><br><%= token.reason %><% } %></small>
</div></div>
<% } %>
</body>
</html>
`;
