using System.Globalization;

namespace Release.Sandbox.GitHub.Repositories;

/// <summary>The files of a sample application while its history is generated.</summary>
internal sealed class SampleSource
{
    private readonly Dictionary<string, string> _files;

    public SampleSource(string application)
    {
        var module = string.Concat(application.Split('-').Select(part => part.Length == 0 ? "" : char.ToUpperInvariant(part[0]) + part[1..]));
        _files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["README.md"] = $"# {application}\n\nA sample application of Release's sandbox. It does nothing.\n",
            ["Gemfile"] = "source \"https://rubygems.org\"\n\n" + string.Concat(SampleChanges.Libraries.Select(library => $"gem \"{library}\"\n")),
            ["Gemfile.lock"] = "GEM\n  specs:\n" + string.Concat(SampleChanges.Libraries.Select(library => $"    {library} (1.0.0)\n")),
            ["config/application.rb"] = $"module {module}\n  class Application < Rails::Application\n  end\nend\n",
            ["config/routes.rb"] = "Rails.application.routes.draw do\nend\n",
            [".github/workflows/ci.yml"] = "name: CI\non: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: bundle exec rake\n",
            [".github/workflows/deploy.yml"] = DeployWorkflow,
        };
    }

    public const string DeployWorkflow =
        "name: Deploy\nrun-name: Deploy ${{ inputs.gitRef || github.event.release.tag_name }} to ${{ inputs.environment || 'integration' }}\non:\n  workflow_dispatch:\n    inputs:\n"
        + "      gitRef:\n        description: Commit, tag or branch name to deploy\n        required: true\n        type: string\n"
        + "      environment:\n        description: Environment to deploy to\n        required: true\n        type: choice\n        options: [integration, staging, production]\n"
        + "  release:\n    types: [released]\njobs:\n  build-and-publish-image:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n";

    public IReadOnlyDictionary<string, string> All => _files;

    /// <summary>The changed files with their new content.</summary>
    public Dictionary<string, string> Apply(SampleChange change, DateTimeOffset time)
    {
        var path = change.Path.Replace("{time}", time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var former = _files.GetValueOrDefault(path);
        var line = Comment(path, $"{change.Title} ({time.UtcDateTime.ToString("d MMMM", CultureInfo.InvariantCulture)})");
        _files[path] = former is null ? line + Comment(path, change.Why) : former + line;
        return new Dictionary<string, string>(StringComparer.Ordinal) { [path] = _files[path] };
    }

    /// <summary>Updates a library.</summary>
    /// <returns>The changed files, and the versions before and after.</returns>
    public (Dictionary<string, string> Files, string From, string To) Bump(string library, bool keep)
    {
        var start = $"    {library} (";
        var locked = _files["Gemfile.lock"];
        var at = locked.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var end = locked.IndexOf(')', at);
        var from = locked[at..end];
        var parts = from.Split('.');
        var to = $"{parts[0]}.{parts[1]}.{int.Parse(parts[2], CultureInfo.InvariantCulture) + 1}";
        var content = locked[..at] + to + locked[end..];
        if (keep)
        {
            _files["Gemfile.lock"] = content;
        }

        return (new Dictionary<string, string>(StringComparer.Ordinal) { ["Gemfile.lock"] = content }, from, to);
    }

    private static string Comment(string path, string text) => Path.GetExtension(path) switch
    {
        ".cs" => $"// {text}\n",
        ".erb" => $"<%# {text} %>\n",
        ".md" => $"{text}\n",
        _ => $"# {text}\n",
    };
}
