using System.Diagnostics;
using System.Text;
using Release.Core.Configuration;

namespace Release.Benchmarks;

/// <summary>A bare repository like the real one, and the shell way of updating it.</summary>
internal sealed class ConfigBenchmarkRemote(string directory, string name = "config.git")
{
    public static readonly string[] Environments = ["integration", "staging", "production"];
    private const string Folder = "charts/app-config/image-tags";
    private const int Applications = 100;
    private const int OtherFiles = 300;

    public string Url => Path.Combine(directory, name);

    public static string Application(int number) => $"application-{number % Applications}";

    /// <summary>One commit for each update, as GOV.UK's history has them, beside charts that hardly change.</summary>
    public async Task GenerateAsync(int commits)
    {
        await GitAsync(directory, "init", "--quiet", "--bare", "--initial-branch=main", Url);
        using var process = Start(Url, "fast-import", "--quiet");
        await using (var stream = new BufferedStream(process.StandardInput.BaseStream, 1 << 20))
        {
            for (var number = 0; number < commits; number++)
            {
                stream.Write(Encoding.UTF8.GetBytes(Commit(number)));
            }
        }

        await process.WaitForExitAsync();
        await GitAsync(Url, "rev-parse", "--verify", "--quiet", "main");
    }

    public async Task<ConfigBenchmarkRemote> CopyAsync()
    {
        await GitAsync(directory, "clone", "--quiet", "--bare", Url, Path.Combine(directory, "copy.git"));
        return new ConfigBenchmarkRemote(directory, "copy.git");
    }

    public async Task UpdateByShellAsync(string application, string version)
    {
        var work = Path.Combine(directory, "shell-clone");
        var branch = $"update-image-tag/{application}/{Environments[0]}/{version}";
        await GitAsync(directory, "clone", "--quiet", "--depth", "1", "--branch", "main", $"file://{Url}", work);
        await GitAsync(work, "checkout", "--quiet", "-b", branch);
        await File.WriteAllTextAsync(Path.Combine(work, Folder, Environments[0], application), Content(version));
        await GitAsync(work, "commit", "--quiet", "--all", "--message", $"Update {application} image tag to {version} for {Environments[0]}");
        await GitAsync(work, "push", "--quiet", "origin", branch);
        await GitAsync(work, "checkout", "--quiet", "main");
        await GitAsync(work, "merge", "--quiet", "--no-ff", "--message", $"Merge {branch} into main", branch);
        await GitAsync(work, "push", "--quiet", "origin", "main", $":{branch}");
        Directory.Delete(work, recursive: true);
    }

    /// <summary>How many edits are not in the main branch's files.</summary>
    public async Task<int> CountLostAsync(IEnumerable<ConfigEdit> edits)
    {
        var lost = 0;
        foreach (var edit in edits)
        {
            var content = await GitAsync(Url, "cat-file", "blob", $"main:{Folder}/{edit.Cell.Environment}/{edit.Cell.Application}");
            lost += content == Content(edit.Version!.Value) ? 0 : 1;
        }

        return lost;
    }

    private static string Commit(int number)
    {
        var text = new StringBuilder($"commit refs/heads/main\ncommitter Somebody <somebody@example.org> {1_600_000_000 + number * 60L} +0000\n");
        var application = Application(number);
        var environment = Environments[number % Environments.Length];
        Data(text, $"Update {application} image tag to v{number} for {environment}\n");
        if (number == 0)
        {
            foreach (var path in Environments.SelectMany(each => Enumerable.Range(0, Applications).Select(other => $"{each}/{Application(other)}")))
            {
                Data(text.Append($"M 100644 inline {Folder}/{path}\n"), Content("v0"));
            }

            for (var other = 0; other < OtherFiles; other++)
            {
                Data(text.Append($"M 100644 inline charts/chart-{other % 30}/templates/file-{other}.yaml\n"), string.Concat(Enumerable.Repeat($"key-{other}: value\n", 100)));
            }
        }

        Data(text.Append($"M 100644 inline {Folder}/{environment}/{application}\n"), Content($"v{number}"));
        return text.Append('\n').ToString();
    }

    private static void Data(StringBuilder text, string content) => text.Append($"data {Encoding.UTF8.GetByteCount(content)}\n{content}\n");

    private static string Content(string version) => $"image_tag: {version}\nautomatic_deploys_enabled: true\npromote_deployment: true\n";

    private static async Task<string> GitAsync(string workDirectory, params string[] arguments)
    {
        using var process = Start(workDirectory, arguments);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {await error}");
    }

    private static Process Start(string workDirectory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = workDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])["-c", "user.name=Shell", "-c", "user.email=shell@example.org", "-c", "gc.auto=0", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
