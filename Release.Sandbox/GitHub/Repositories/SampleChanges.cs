namespace Release.Sandbox.GitHub.Repositories;

/// <summary>Sample changes for the histories of the sample applications.</summary>
internal static class SampleChanges
{
    public static readonly IReadOnlyList<SampleChange> All =
    [
        new("Show when a page was last updated", "app/helpers/page_helper.rb", "Readers asked how old the advice is."),
        new("Keep the order of search facets", "app/presenters/facet_presenter.rb", "They jumped about between two searches."),
        new("Retry uploads that time out", "app/services/upload_service.rb", "Large attachments failed about once a day."),
        new("Remove the old sign-up form", "app/controllers/sign_up_controller.rb", "Nobody reached it since the spring."),
        new("Cache the list of organisations", "app/models/organisation.rb", "It was read on every request."),
        new("Log the document's identifier on failure", "app/workers/publish_worker.rb", "So that support can find it."),
        new("Validate the length of summaries", "app/validators/summary_validator.rb", "The search index cuts them at 160 letters."),
        new("Explain why a link is broken", "app/services/link_check_service.rb", "The status code alone helped nobody."),
        new("Move feature flags to configuration", "config/initializers/features.rb", "They were constants."),
        new("Add a page for redirects", "app/controllers/redirects_controller.rb", "Editors made them in a spreadsheet."),
        new("Sort attachments by name", "app/models/attachment.rb", "As the style guide says."),
        new("Make the banner readable by screen readers", "app/views/shared/_banner.html.erb", "Found in the accessibility audit."),
        new("Answer health checks without the database", "config/routes.rb", "Pods restarted while the database failed over."),
        new("Limit the size of exports", "app/services/export_service.rb", "One of them used all the memory."),
        new("Say which field is missing", "app/controllers/api/base_controller.rb", "Clients got a bare 422."),
        new("Stop sending empty e-mails", "app/mailers/digest_mailer.rb", "Weeks without news sent one all the same."),
        new("Test the sitemap's dates", "spec/lib/sitemap_spec.rb", "They broke when the clocks changed."),
        new("Tidy the deployment notes", "docs/deploying.md", "Half of them were about the old platform."),
    ];

    public static readonly IReadOnlyList<SampleChange> Migrations =
    [
        new("Add organisation to editions", "db/migrate/{time}_add_organisation_to_editions.rb", "Needed before editions can be filtered by organisation."),
        new("Index events by time", "db/migrate/{time}_add_index_to_events_on_created_at.rb", "The activity page took four seconds."),
        new("Drop the legacy slug column", "db/migrate/{time}_remove_legacy_slug_from_documents.rb", "Nothing has read it since October."),
    ];

    public static readonly IReadOnlyList<SampleChange> DotNetMigrations =
    [
        new("Add organisation to editions", "src/Data/Migrations/{time}_AddOrganisationToEditions.cs", "Needed before editions can be filtered by organisation."),
        new("Index events by time", "src/Data/Migrations/{time}_IndexEventsByTime.cs", "The activity page took four seconds."),
        new("Drop the legacy slug column", "src/Data/Migrations/{time}_DropLegacySlug.cs", "Nothing has read it since October."),
    ];

    public static readonly IReadOnlyList<string> Libraries = ["rails", "puma", "sidekiq", "rack", "nokogiri", "govspeak", "redis-client", "rubocop"];
}

/// <summary>One sample change.</summary>
/// <param name="Title">First line of the commit message.</param>
/// <param name="Path">The changed file; <c>{time}</c> is replaced by a migration's timestamp.</param>
/// <param name="Why">The body of its pull request.</param>
internal sealed record SampleChange(string Title, string Path, string Why)
{
    /// <summary>The branch name.</summary>
    public string Branch => string.Join('-', Title.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(5))
        .Replace("'", "", StringComparison.Ordinal);

    /// <summary>The messages of the branch's commits, in order.</summary>
    public SampleChange Step(int commit) => commit switch
    {
        0 => this,
        1 => new SampleChange($"Test: {char.ToLowerInvariant(Title[0])}{Title[1..]}", SpecPath, Why),
        _ => new SampleChange("Put right what review found", SpecPath, Why),
    };

    private string SpecPath =>
        $"spec/changes/{new string([.. Title.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')])}_spec.rb";
}
