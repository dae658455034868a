using System.Text.RegularExpressions;
using Release.Tests.Support;

namespace Release.Tests.Unit.Architecture;

/// <summary>
/// Folders stand in an order, and a folder uses only those before it, so that a project can be read from the first to the
/// last without meeting what is not explained yet. <c>docs/architecture.md</c> says what each is about.
/// </summary>
public sealed partial class FolderOrderTests
{
    /// <summary>By project: its folders, first to last. A sub-folder that has no place of its own stands where its parent does.</summary>
    private static readonly Dictionary<string, string[]> Orders = new(StringComparer.Ordinal)
    {
        ["Release.Core"] =
        [
            "Failures", "Environments", "Applications", "Events", "Access", "Sources", "Deployments", "Notifications", "Storage",
            "Configuration", "Clusters", "Intake", "Promotion", "Pipeline", "Pipeline/Steps", "Webhooks", "Board", "Commands", "Previews",
        ],
        ["Release.Data"] = ["Converters", "Rows", "Providers", "Migrations", "Queries", "Events", "Stores"],
        ["Release.Integrations"] =
        [
            "Http", "ConfigRepository", "Git", "GitHub/Objects", "GitHub/Client", "GitHub/Sources", "GitHub/Configuration", "GitHub/Webhooks", "GitHub",
            "Registry", "Slack", "Kubernetes/Objects", "Kubernetes/Kubeconfig", "Kubernetes/Connection", "Kubernetes/Workloads", "Kubernetes/Watch",
            "ArgoCd", "Engine", "Clusters", "SmokeTests",
        ],
        ["Release.Web"] =
        [
            "Errors", "Urls", "Options", "SignIn", "Health", "Start", "Jobs", "Components/Shared", "Components/Layout", "Components/Pages/Admin",
            "Components/Pages", "Components", "Endpoints", "Hosting",
        ],
        ["Release.Sandbox"] =
        [
            "Settings", "Hosting", "Git", "Git/Objects", "Git/History", "Git/Configuration", "Kubernetes", "Kubernetes/Schemas", "Kubernetes/Fields",
            "Kubernetes/Storage", "Kubernetes/Access", "Kubernetes/Patches", "Kubernetes/Protobuf", "Kubernetes/Tables", "Kubernetes/Faults",
            "Kubernetes/Requests", "Kubernetes/Responses", "Kubernetes/Endpoints", "Kubernetes/Discovery", "Kubernetes/Server", "Faults", "Registry",
            "GitHub", "GitHub/Accounts", "GitHub/Checks", "GitHub/Repositories", "GitHub/Tokens", "GitHub/Http", "GitHub/Json", "GitHub/Rest",
            "GitHub/GraphQl", "GitHub/Web", "GitHub/OAuth", "GitHub/Runs", "GitHub/Webhooks", "GitHub/Actions", "GitHub/Server", "Slack", "Controllers",
            "Workloads", "ArgoCd", "Services", "Workflows", "Clusters", "World", "Control", "Pages", "Host",
        ],
    };

    public static TheoryData<string> Projects => [.. Orders.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_the_folders_before_it(string project)
    {
        var order = Orders[project];
        var against =
            from file in Sources(project)
            let text = File.ReadAllText(file)
            let folder = Place(order, Folder(project, file))
            where folder >= 0
            from used in Used(project, text, order)
            where used > folder
            select $"{Path.GetRelativePath(SourceTree.Root, file)} uses {order[used]}, which comes after {order[folder]}";

        against.Distinct().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_has_a_place_in_the_order(string project)
    {
        var folders = Sources(project).Select(file => Folder(project, file)).Where(folder => folder.Length > 0).Distinct(StringComparer.Ordinal).ToArray();

        folders.Where(folder => Place(Orders[project], folder) < 0).ShouldBeEmpty();
        Orders[project].Where(folder => !folders.Contains(folder) && !folders.Any(other => other.StartsWith(folder + "/", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("using Release.Core.Board;", "Board")]
    [InlineData("using Shown = Release.Core.Board.BoardRow;", "Board")]
    [InlineData("using static Release.Core.Board.DriftRule;", "Board")]
    [InlineData("    private Board.BoardRow? _row;", "Board")]
    [InlineData("    /// <see cref=\"Board.BoardRow\"/>", "Board")]
    [InlineData("using Release.Core.Pipeline.Steps;", "Pipeline/Steps")]
    [InlineData("    private BoardRow? Board { get; } = row.Board.First;", null)]
    public void A_use_is_found_however_it_is_written(string text, string? folder)
    {
        var order = Orders["Release.Core"];

        Used("Release.Core", text, order).Select(place => order[place]).ShouldBe(folder is null ? [] : [folder]);
    }

    /// <summary>Folders that a text names: by a using, or as the beginning of a qualified name.</summary>
    private static IEnumerable<int> Used(string project, string text, string[] order)
    {
        var found = new SortedSet<int>();
        foreach (Match match in QualifiedName().Matches(text))
        {
            var name = match.Value.StartsWith(project + ".", StringComparison.Ordinal) ? match.Value[(project.Length + 1)..] : match.Value;
            var isWhole = name.Length < match.Value.Length;
            var place = Place(order, name.Replace('.', '/'));
            if (place >= 0 && (isWhole || name.Contains('.', StringComparison.Ordinal)))
            {
                found.Add(place);
            }
        }

        return found;
    }

    /// <summary>The longest entry of the order that the folder is or lies in; -1 when there is none.</summary>
    private static int Place(string[] order, string folder)
    {
        while (folder.Length > 0)
        {
            var place = Array.IndexOf(order, folder);
            if (place >= 0)
            {
                return place;
            }

            folder = folder.Contains('/', StringComparison.Ordinal) ? folder[..folder.LastIndexOf('/')] : "";
        }

        return -1;
    }

    private static string Folder(string project, string file) =>
        Path.GetRelativePath(SourceTree.Path(project), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '/') is var folder and not "." ? folder : "";

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(SourceTree.Path(project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(SourceTree.Path(project), file).Split(Path.DirectorySeparatorChar).Any(segment => segment is "bin" or "obj"));

    /// <summary>A name of at least two parts that begins with a capital and follows no dot: a namespace or a type, with what is in it.</summary>
    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex QualifiedName();
}
