namespace Release.Sandbox.Workloads;

/// <summary>Sample output of Rails applications that boot, fail, migrate and upload.</summary>
internal static class SampleLogs
{
    public static IEnumerable<string> Booting(string application, string tag) =>
    [
        $"=> Booting {application} {tag}",
        "=> Rails 8.0.3 application starting in production",
        "Puma starting in single mode...",
        "* Puma version: 6.6.0 (\"Return to Forever\")",
    ];

    public static IEnumerable<string> Serving() =>
    [
        "* Listening on http://0.0.0.0:3000",
        "Use Ctrl-C to stop",
    ];

    public static IEnumerable<string> Crashing(string application) =>
    [
        $"/app/config/initializers/{application.Replace('-', '_')}.rb:14:in 'Hash#fetch': key not found: \"PUBLISHING_API_BEARER_TOKEN\" (KeyError)",
        "\tfrom /usr/local/bundle/gems/railties-8.0.3/lib/rails/engine.rb:695:in 'Kernel#load'",
        "\tfrom /app/config/environment.rb:5:in '<top (required)>'",
        "! Unable to load application: KeyError: key not found: \"PUBLISHING_API_BEARER_TOKEN\"",
    ];

    public static IEnumerable<string> Uploading(string application) =>
    [
        $"Uploading the assets of {application} to s3://sandbox-assets/{application}/",
        "upload: public/assets/application-3f1c0d.css",
        "upload: public/assets/application-91bb2e.js",
    ];

    public static IEnumerable<string> Uploaded() => ["Completed 2 of 2 files", "Done"];

    public static IEnumerable<string> UploadFailing() =>
    [
        "upload failed: public/assets/application-91bb2e.js An error occurred (AccessDenied) when calling the PutObject operation: Access Denied",
        "Completed 1 of 2 files with 1 error",
    ];

    public static IEnumerable<string> Reindexing(string application) =>
    [
        $"Reindexing the documents of {application}",
        "  500 of 1200 documents",
    ];

    public static IEnumerable<string> Reindexed() => ["  1200 of 1200 documents", "Switched alias to the new index"];

    public static IEnumerable<string> ReindexFailing() =>
    [
        "rake aborted!",
        "Elasticsearch::Transport::Transport::Errors::ServiceUnavailable: [503] {\"error\":{\"type\":\"cluster_block_exception\",\"reason\":\"blocked by: [FORBIDDEN/12/index read-only / allow delete (api)]\"}}",
        "Tasks: TOP => search:reindex",
    ];

    public static IEnumerable<string> Testing(string application) => [$"> playwright test --grep @app-{application}", ""];

    public static IEnumerable<string> Migrating() =>
    [
        "== 20261118101500 AddOrganisationToEditions: migrating ========================",
        "-- add_column(:editions, :organisation_id, :integer)",
    ];

    public static IEnumerable<string> Migrated() =>
    [
        "   -> 0.0042s",
        "== 20261118101500 AddOrganisationToEditions: migrated (0.0043s) ===============",
    ];

    public static IEnumerable<string> MigrationFailing() =>
    [
        "bin/rails aborted!",
        "StandardError: An error has occurred, this and all later migrations canceled: (StandardError)",
        "",
        "PG::UndefinedColumn: ERROR:  column \"organisation_id\" referenced in foreign key constraint does not exist",
        "/app/db/migrate/20261118101500_add_organisation_to_editions.rb:3:in 'AddOrganisationToEditions#change'",
        "Caused by:",
        "ActiveRecord::StatementInvalid: PG::UndefinedColumn: ERROR:  column \"organisation_id\" referenced in foreign key constraint does not exist (ActiveRecord::StatementInvalid)",
        "Tasks: TOP => db:migrate",
        "(See full trace by running task with --trace)",
    ];
}
