namespace Release.Sandbox.Workloads;

/// <summary>What Rails applications write when they boot, fail, migrate and upload.</summary>
internal static class LogTexts
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
        "Completed 2 of 2 files",
    ];

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
