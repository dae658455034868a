using System.Text.RegularExpressions;
using Release.Tests.Support;

namespace Release.Tests.Unit.Architecture;

/// <summary>What the compiler does not see: lengths, async void, documentation that points at what exists.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;
    private const int LongestPage = 200;
    private const int TinyFile = 15;
    private const double MostTiny = 0.05;

    private static readonly string Root = SourceTree.Root;

    [Fact]
    public void Files_stay_short_enough_to_read()
    {
        var tooLong = Sources("*.cs").Select(file => (File: file, Lines: File.ReadLines(file).Count(), Limit: LongestFile))
            .Concat(Sources("*.razor").Select(file => (File: file, Lines: File.ReadLines(file).Count(), Limit: LongestPage)))
            .Where(entry => entry.Lines > entry.Limit)
            .Select(entry => $"{Path.GetRelativePath(Root, entry.File)}: {entry.Lines} lines");

        tooLong.ShouldBeEmpty();
    }

    /// <summary>A concept of five lines stands beside what it serves: one should not open six files to follow a thought.</summary>
    [Fact]
    public void Few_files_are_tiny()
    {
        var product = Sources("*.cs").Concat(Sources("*.razor"))
            .Where(file => !Path.GetRelativePath(Root, file).StartsWith("Release.Tests", StringComparison.Ordinal))
            .Select(file => File.ReadLines(file).Count()).ToArray();

        product.Length.ShouldBeGreaterThan(500);
        ((double)product.Count(lines => lines < TinyFile) / product.Length).ShouldBeLessThan(MostTiny);
    }

    [Fact]
    public void Nothing_is_async_void() =>
        Matching(AsyncVoid()).ShouldBeEmpty("an exception in async void ends the process");

    [Fact]
    public void Nothing_is_swallowed() =>
        Matching(EmptyCatch()).ShouldBeEmpty("catch to translate, retry or degrade");

    [Fact]
    public void Tests_do_not_wait_for_time() =>
        Matching(Sleep(), "Release.Tests").ShouldBeEmpty("wait for a condition");

    [Fact]
    public void Vendor_words_stay_in_their_folder() =>
        Matching(VendorClient(), "Release.Core", "Release.Data").ShouldBeEmpty("HTTP and processes belong into Release.Integrations");

    [Fact]
    public void Every_log_event_has_an_id_of_its_own()
    {
        var ids = Sources("*.cs").SelectMany(file => LogEvent().Matches(File.ReadAllText(file)).Select(match => (Id: match.Groups[1].Value, File: Path.GetRelativePath(Root, file)))).ToArray();

        ids.Length.ShouldBeGreaterThan(50);
        ids.GroupBy(entry => entry.Id, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(entry => entry.File))}").ShouldBeEmpty("operators search the log by it");
    }

    [Fact]
    public void Every_link_in_the_documentation_leads_somewhere()
    {
        var broken = Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories).Where(IsOurs)
            .SelectMany(file => Link().Matches(File.ReadAllText(file)).Select(match => (file, target: match.Groups[1].Value)))
            .Where(link => !link.target.Contains("://", StringComparison.Ordinal) && !link.target.StartsWith('#'))
            .Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(link.file)!, link.target.Split('#')[0])))
            .Select(link => $"{Path.GetRelativePath(Root, link.file)} → {link.target}");

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Every_section_of_the_contracts_that_code_names_exists()
    {
        var sections = Heading().Matches(File.ReadAllText(Contracts)).Select(match => match.Groups["number"].Value).ToHashSet(StringComparer.Ordinal);
        var missing = from file in Sources("*.cs").Concat(Sources("*.razor"))
                      from Match named in ContractsSection().Matches(File.ReadAllText(file))
                      where !sections.Contains(named.Groups[1].Value)
                      select $"{Path.GetRelativePath(Root, file)}: §{named.Groups[1].Value}";

        sections.Count.ShouldBeGreaterThan(10);
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_test_that_the_contracts_name_exists()
    {
        var classes = Sources("*.cs").SelectMany(file => TestClass().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        var named = NamedTest().Matches(File.ReadAllText(Contracts)).Select(match => match.Groups[1].Value).ToArray();

        named.Length.ShouldBeGreaterThan(20);
        named.Where(name => !classes.Contains(name)).Distinct().ShouldBeEmpty();
    }

    /// <summary>What stands in backticks and looks like a file, such as <c>Core/Intake/DeployIntake.cs</c>: projects are named without their prefix.</summary>
    [Fact]
    public void Every_file_that_the_architecture_names_exists()
    {
        var named = NamedFile().Matches(File.ReadAllText(SourceTree.Path("docs", "architecture.md"))).Select(match => match.Groups["file"].Value).ToArray();

        named.Length.ShouldBeGreaterThan(20);
        named.Where(file => !File.Exists(SourceTree.Path(file)) && !File.Exists(SourceTree.Path("Release." + file))).Distinct().ShouldBeEmpty();
    }

    private static string Contracts => SourceTree.Path("docs", "contracts.md");

    private static IEnumerable<string> Matching(Regex pattern, params string[] projects) =>
        from file in Sources("*.cs")
        where Path.GetFileName(file) != nameof(SourceTests) + ".cs"
        where projects.Length == 0 || projects.Any(project => Path.GetRelativePath(Root, file).StartsWith(project + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        where pattern.IsMatch(File.ReadAllText(file))
        select Path.GetRelativePath(Root, file);

    private static IEnumerable<string> Sources(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Where(IsOurs)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static bool IsOurs(string file)
    {
        var segments = Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar);
        return !segments.Any(segment => segment is "bin" or "obj" or "artifacts" or "node_modules" or ".git");
    }

    [GeneratedRegex(@"\basync\s+void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay|WaitForTimeout")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\bHttpClient\b|\bProcessStartInfo\b|System\.Net\.Http")]
    private static partial Regex VendorClient();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex LogEvent();

    [GeneratedRegex(@"`(?<file>[A-Za-z.]+(?:/[\w.]+)+\.(?:cs|razor|sh|md|json))`", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"^## §(?<number>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"contracts §(\d+)")]
    private static partial Regex ContractsSection();

    [GeneratedRegex(@"\bclass (\w+Tests)\b")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
