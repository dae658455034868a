-- Rows as the migration Initial knew them, for UpgradeTests: for SQLite and PostgreSQL alike, never edited once it is
-- published. The word long in braces stands for 64 KiB of text. Every table has rows, and every column is somewhere not null.
INSERT INTO "Applications" ("Id", "Name", "DisplayName", "Repository", "RepositoryName", "DefaultBranch", "Notes", "DeployFreeze", "CreatedAt")
VALUES (11, 'publisher', 'Publisher 🚢', 'alphagov/publisher', 'publisher', 'main', 'it''s "odd" \ % _ ü', TRUE, 639000000000000001),
  (12, 'a-b', 'A-B', 'alphagov/a-b', 'a-b', 'feature/x', '', FALSE, 639000000000000002);

INSERT INTO "ApplicationEnvironments" ("Id", "Application", "Environment", "WantedVersion", "WantedSince", "InConfiguration",
  "AutomaticDeploysEnabled", "PromoteDeployment", "DeployedVersion", "PreviousVersion", "DeployedAt", "DeploymentId", "DeploymentStatus",
  "DriftKind", "DriftSince", "DriftDetail", "ObservedVersion", "ObservedAt", "NextPassAt", "PassWanted", "PassHolder", "PassLeaseUntil",
  "PassEpoch", "PassBegan", "PassFailures", "PassError")
VALUES (21, 'publisher', 'integration', 'v1367', 639000000000000003, TRUE, TRUE, FALSE, 'v1366', 'v1365', 639000000000000004,
  '0196F0A2-7B1C-7D3E-8F00-0000000000A1', 'Running', 'running', 639000000000000005, 'v2 runs, git wants v1. {long}', 'v2', 639000000000000006, 639000000000000007, TRUE, 'host-1 (4711)',
  639000000000000008, 12, 639000000000000006, 2, 'it broke 🚢'),
  (22, 'a-b', 'production', NULL, NULL, FALSE, FALSE, FALSE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, NULL, NULL, 0, NULL, 0, NULL);

INSERT INTO "Deployments" ("Id", "Application", "Environment", "Version", "Trigger", "Status", "PromoteRequested", "RequestedBy", "Reason",
  "PromotedFrom", "SupersededBy", "Reference", "SourceCommit", "ReplacedVersion", "Build_RequestedAt", "Build_RunId", "Build_Url", "Build_State",
  "Build_UpdatedAt", "Build_CalledBack", "CreatedAt", "StartedAt", "FinishedAt", "ConfigCommit", "ConfigChanged", "FailureReason", "Failures",
  "Promotion", "Revision")
VALUES ('0196F0A2-7B1C-7D3E-8F00-0000000000A1', 'publisher', 'integration', 'v1367', 'Promotion', 'Running', TRUE, 'Zoë 🧑‍🚀', 'because
of two lines', '0196F0A2-7B1C-7D3E-8F00-0000000000A2', NULL, 'feature/x', '1111111111111111111111111111111111111111', 'v1366',
  639000000000000010, 9007199254740993, 'https://github.com/alphagov/publisher/actions/runs/7', 'Running', 639000000000000011, TRUE,
  639000000000000012, 639000000000000013, NULL, '2222222222222222222222222222222222222222', TRUE, NULL, 3,
  '{"target":"staging","gates":[{"name":"Smoke tests passed","passed":false,"evidence":"none ran 🚢"}]}', 7),
  ('0196F0A2-7B1C-7D3E-8F00-0000000000A2', 'publisher', 'integration', 'v1366', 'Manual', 'Superseded', FALSE, 'ci', NULL, NULL,
  '0196F0A2-7B1C-7D3E-8F00-0000000000A1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 639000000000000009, NULL, 639000000000000012,
  NULL, FALSE, 'superseded {long}', 0, NULL, 1);

INSERT INTO "Steps" ("Id", "Name", "Status", "Attempt", "Resumptions", "StartedAt", "FinishedAt", "Message", "ProgressDone", "ProgressTotal",
  "Failure", "HasReported", "OutsideSince", "OutsideSeconds", "DeploymentId")
VALUES (31, 'Build', 'Succeeded', 1, 0, 639000000000000020, 639000000000000021, 'v1367 exists', NULL, NULL, NULL, FALSE, NULL, 0,
  '0196F0A2-7B1C-7D3E-8F00-0000000000A1'),
  (32, 'UpdateImageTag', 'Running', 2, 1, 639000000000000022, NULL, 'Waits for git', 1, 3, NULL, TRUE, 639000000000000023, 12.5,
  '0196F0A2-7B1C-7D3E-8F00-0000000000A1'),
  (33, 'Sync', 'Failed', 3, 0, 639000000000000024, 639000000000000025, '{long}', NULL, NULL, 'ExitCode', TRUE, NULL, 0,
  '0196F0A2-7B1C-7D3E-8F00-0000000000A2');

INSERT INTO "StepTasks" ("Id", "Kind", "Name", "Run", "Phase", "Message", "StartedAt", "FinishedAt", "Log", "FailingLine", "StepId")
VALUES (41, 'PreSync', 'PreSync Job assets', 2, 'Failed', 'backoff limit', 639000000000000026, 639000000000000027, '{long}', 1, 33);

INSERT INTO "StepLogs" ("Id", "Title", "Text", "FailingLine", "At", "StepId")
VALUES (51, 'git', '{long}', 0, 639000000000000028, 32);

INSERT INTO "ShippedChanges" ("DeploymentId", "Repository", "BaseCommit", "HeadCommit", "HeadCommittedAt", "Relation", "CommitCount",
  "Migrations", "Note", "TakenAt")
VALUES ('0196F0A2-7B1C-7D3E-8F00-0000000000A1', 'alphagov/publisher', '3333333333333333333333333333333333333333',
  '1111111111111111111111111111111111111111', 639000000000000030, 'Diverged', 251, 'db/migrate/1.rb
db/migrate/2.rb', 'More than 250 commits.', 639000000000000031);

INSERT INTO "ShippedCommits" ("DeploymentId", "Ordinal", "Sha", "Title", "AuthorLogin", "AuthorName", "CommittedAt", "PullRequest",
  "PullRequestTitle", "IsRemoved")
VALUES ('0196F0A2-7B1C-7D3E-8F00-0000000000A1', 0, '1111111111111111111111111111111111111111', 'Mend "it" 🚢', 'alice', 'Alice Ünal',
  639000000000000032, 7, 'Mend it', FALSE),
  ('0196F0A2-7B1C-7D3E-8F00-0000000000A1', 1, '4444444444444444444444444444444444444444', 'Taken back', NULL, 'Somebody', 639000000000000033,
  NULL, NULL, TRUE);

INSERT INTO "Promotions" ("From", "To") VALUES ('0196F0A2-7B1C-7D3E-8F00-0000000000A2', '0196F0A2-7B1C-7D3E-8F00-0000000000A1');

INSERT INTO "Events" ("Sequence", "Type", "Actor", "Summary", "Application", "Environment", "DeploymentId", "At")
VALUES (101, 'deployment.queued', 'ci', 'queued v1366', 'publisher', 'integration', '0196F0A2-7B1C-7D3E-8F00-0000000000A2', 639000000000000040),
  (105, 'deployment.superseded', 'Zoë 🧑‍🚀', '{long}', 'publisher', 'integration', '0196F0A2-7B1C-7D3E-8F00-0000000000A1', 639000000000000041);

INSERT INTO "Outbox" ("Id", "Key", "Payload", "Status", "Attempts", "CreatedAt", "NextAttemptAt", "SentAt", "LastError")
VALUES (61, 'failed:0196f0a2', '{"key":"failed:0196f0a2","deploymentId":"0196f0a2-7b1c-7d3e-8f00-0000000000a2","cell":{"application":"publisher","environment":"integration"},"version":"v1366","step":"sync","kind":"exitCode","reason":"boom 🚢"}',
  'Pending', 2, 639000000000000042, 639000000000000043, NULL, 'Slack answered 503'),
  (62, 'failed:other', '{"key":"failed:other","deploymentId":"0196f0a2-7b1c-7d3e-8f00-0000000000a1","cell":{"application":"publisher","environment":"integration"},"version":"v1367","step":"rollout","kind":"application","reason":"crash loop"}',
  'Sent', 1, 639000000000000044, 639000000000000044, 639000000000000045, NULL);

INSERT INTO "WebhookDeliveries" ("Sequence", "Id", "Event", "Payload", "Status", "Attempts", "ReceivedAt", "NextAttemptAt", "WorkedAt", "Outcome")
VALUES (71, '72d3162e-cc78-11e3-81ab-4c9367dc0958', 'push', '{"long":"{long}"}', 'Pending', 1, 639000000000000050, 639000000000000051, NULL, 'again'),
  (72, '72d3162e-cc78-11e3-81ab-4c9367dc0959', 'release', '', 'Worked', 1, 639000000000000052, 639000000000000052, 639000000000000053, 'Nothing to do.');

INSERT INTO "CiRuns" ("Id", "Repository", "Commit", "Workflow", "Path", "Trigger", "Url", "State", "Attempt", "UpdatedAt")
VALUES (9007199254740993, 'alphagov/publisher', '1111111111111111111111111111111111111111', 'CI', '.github/workflows/ci.yml', 'push',
  'https://github.com/alphagov/publisher/actions/runs/7', 'Running', 2, 639000000000000060);

INSERT INTO "ApiTokens" ("Id", "Name", "Hash", "Scopes", "CreatedBy", "CreatedAt", "LastUsedAt", "RevokedAt", "Prefix", "ExpiresAt", "FormerHash",
  "FormerUntil", "RotatedAt", "Environments")
VALUES (81, 'ci', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'Notify, Deploy', 'admin', 639000000000000070,
  639000000000000071, NULL, 'rel_abcdef', 649000000000000000, 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
  649000000000000001, 639000000000000072, 'staging,production'),
  (82, 'old', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'All', 'admin', 639000000000000073, NULL, 639000000000000074, '',
  NULL, NULL, NULL, NULL, '');

INSERT INTO "People" ("Id", "Login", "Name", "Role", "CheckedAt", "LastSignIn", "SessionsSince", "Environments")
VALUES (1001, 'zoe', 'Zoë 🧑‍🚀', 'Deployer', 639000000000000080, 639000000000000081, 639000000000000079, 'staging'),
  (1002, 'gone', '', NULL, 639000000000000082, NULL, 639000000000000083, '');

INSERT INTO "DataProtectionKeys" ("Id", "FriendlyName", "Xml") VALUES (91, 'key-1', '<key id="1"/>');

INSERT INTO "Settings" ("Key", "Value") VALUES ('sandbox.seed', '{long}');

UPDATE "WriteLocks" SET "Turns" = 5;

INSERT INTO "DailyClaims" ("Name", "Day") VALUES ('retention', '2026-11-30');
