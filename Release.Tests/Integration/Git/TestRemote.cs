using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Integrations.ConfigRepository;
using Release.Integrations.Git;

namespace Release.Tests.Integration.Git;

/// <summary>A bare repository in a directory of its own, looked at and changed with git itself.</summary>
internal sealed class TestRemote : IAsyncDisposable
{
    public const string Folder = "charts/app-config/image-tags";
    private readonly List<IAsyncDisposable> _opened = [];
    private readonly string _directory = Directory.CreateTempSubdirectory("release-git-").FullName;

    public string Url => Path.Combine(_directory, "config.git");

    public string Mirror => Path.Combine(_directory, "data", "config-mirror");

    public string Elsewhere(string name) => Path.Combine(_directory, name);

    public static async Task<TestRemote> CreateAsync(params (string Path, string Content)[] files)
    {
        var remote = new TestRemote();
        await remote.RunAsync(remote._directory, "init", "--quiet", "--bare", "--initial-branch=main", "config.git");
        await remote.RunAsync(remote._directory, "clone", "--quiet", "config.git", "work");
        await remote.PushAsync("First", files);
        return remote;
    }

    /// <summary>Somebody else's commit, straight to a branch.</summary>
    public async Task<string> PushAsync(string message, params (string Path, string Content)[] files)
    {
        var work = Elsewhere("work");
        if (!string.IsNullOrEmpty(await GitAsync("branch", "--list", "main")))
        {
            await RunAsync(work, "fetch", "--quiet", "origin");
            await RunAsync(work, "checkout", "--quiet", "-B", "main", "origin/main");
        }
        else
        {
            await RunAsync(work, "checkout", "--quiet", "-B", "main");
        }

        foreach (var (path, content) in files)
        {
            var full = Path.Combine(work, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, content);
        }

        await RunAsync(work, "add", "--all");
        await RunAsync(work, "commit", "--quiet", "--allow-empty", "--message", message);
        await RunAsync(work, "push", "--quiet", "origin", "main");
        return await GitAsync("rev-parse", "main");
    }

    public GitConfigRepository Open(Action<ConfigRepositoryOptions>? configure = null, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        var options = new ConfigRepositoryOptions { Url = Url, Directory = Mirror };
        configure?.Invoke(options);
        var order = new EnvironmentOrder(new[] { "integration", "staging", "production" }.Select(name => new DeploymentEnvironment(EnvironmentName.Parse(name))));
        var repository = new GitConfigRepository(Options.Create(options), order, time ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance);
        _opened.Add(repository);
        return repository;
    }

    /// <summary>Ends with this repository, last made first.</summary>
    public T Keep<T>(T opened)
        where T : IAsyncDisposable
    {
        _opened.Insert(0, opened);
        return opened;
    }

    /// <summary>Runs git in the bare repository; trailing line breaks of the output are cut.</summary>
    public Task<string> GitAsync(params string[] arguments) => RunAsync(Url, arguments);

    public async Task<string[]> LinesAsync(params string[] arguments) =>
        (await GitAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A file of the main branch, byte for byte.</summary>
    public async Task<string> FileAsync(string path) => await RunAsync(Url, trim: false, "cat-file", "blob", $"main:{path}");

    /// <summary>Installs a server-side hook; <c>$LOG</c> in it is a file whose lines <see cref="Logged"/> gives.</summary>
    public void Hook(string name, string script)
    {
        var path = Path.Combine(Url, "hooks", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\nLOG='{Elsewhere("hook.log")}'\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string[] Logged() => File.Exists(Elsewhere("hook.log")) ? File.ReadAllLines(Elsewhere("hook.log")) : [];

    public async Task<string> RunAsync(string directory, params string[] arguments) => await RunAsync(directory, trim: true, arguments);

    public static Cell Cell(string application, string environment) => new(ApplicationName.Parse(application), EnvironmentName.Parse(environment));

    public static ConfigEdit Edit(string application, string environment, string version) =>
        ConfigEdit.ForVersion(Cell(application, environment), ImageTag.Parse(version), "somebody");

    public async ValueTask DisposeAsync()
    {
        foreach (var repository in _opened)
        {
            await repository.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<string> RunAsync(string directory, bool trim, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in new[] { ("user.name", "Somebody"), ("user.email", "somebody@example.org"), ("core.autocrlf", "false"), ("gc.auto", "0") })
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"{name}={value}");
        }

        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"git {string.Join(' ', arguments)}: {await error}");
        return trim ? output.TrimEnd('\n') : output;
    }
}
