using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Release.Tests.Integration.Registry;

/// <summary>Debian's <c>docker-registry</c> as a child process on a free port, its images in a directory of its own; ended by its handle.</summary>
internal sealed partial class RealRegistry : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly string _directory;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RealRegistry(Process process, string directory)
    {
        _process = process;
        _directory = directory;
    }

    public Uri Address { get; private set; } = null!;

    /// <param name="authentication">The section <c>auth</c> of its configuration, in YAML; empty for none.</param>
    public static async Task<RealRegistry> StartAsync(string authentication = "")
    {
        var directory = Directory.CreateTempSubdirectory("release-registry-").FullName;
        var configuration = Path.Combine(directory, "config.yml");
        await File.WriteAllTextAsync(configuration, $$"""
            version: 0.1
            log: { level: info, accesslog: { disabled: true } }
            storage:
              filesystem: { rootdirectory: "{{directory}}/images" }
            http: { addr: "127.0.0.1:0", secret: tests }
            {{authentication}}
            """, TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("docker-registry") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(configuration);
        start.Environment["OTEL_TRACES_EXPORTER"] = "none";
        var registry = new RealRegistry(Process.Start(start) ?? throw new InvalidOperationException("docker-registry did not start."), directory);
        await registry.WaitUntilListeningAsync();
        return registry;
    }

    /// <summary>Pushes an image of one empty layer.</summary>
    /// <param name="token">With the right to push; null where none is asked for.</param>
    /// <param name="mediaType">Of the manifest.</param>
    public async Task PushAsync(string image, string tag, string mediaType, AuthenticationHeaderValue? token = null)
    {
        using var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = token;
        var config = await PushBlobAsync(http, image, "{}"u8.ToArray());
        var isIndex = mediaType.Contains("index", StringComparison.Ordinal) || mediaType.Contains("list", StringComparison.Ordinal);
        var configType = mediaType.Contains("docker", StringComparison.Ordinal) ? "application/vnd.docker.container.image.v1+json" : "application/vnd.oci.image.config.v1+json";
        var manifest = isIndex
            ? $$"""{"schemaVersion":2,"mediaType":"{{mediaType}}","manifests":[]}"""
            : $$"""{"schemaVersion":2,"mediaType":"{{mediaType}}","config":{"mediaType":"{{configType}}","size":2,"digest":"{{config}}"},"layers":[]}""";
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(manifest));
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        using var response = await http.PutAsync(new Uri($"v2/{image}/manifests/{tag}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<string> PushBlobAsync(HttpClient http, string image, byte[] blob)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var begun = await http.PostAsync(new Uri($"v2/{image}/blobs/uploads/", UriKind.Relative), null, cancellationToken);
        begun.IsSuccessStatusCode.ShouldBeTrue(await begun.Content.ReadAsStringAsync(cancellationToken));
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob));
        var location = begun.Headers.Location.ShouldNotBeNull().ToString();
        using var content = new ByteArrayContent(blob);
        using var done = await http.PutAsync(new Uri(http.BaseAddress!, $"{location}{(location.Contains('?', StringComparison.Ordinal) ? '&' : '?')}digest={Uri.EscapeDataString(digest)}"), content, cancellationToken);
        done.IsSuccessStatusCode.ShouldBeTrue(await done.Content.ReadAsStringAsync(cancellationToken));
        return digest;
    }

    private async Task WaitUntilListeningAsync()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var exited = _process.WaitForExitAsync();
        if (await Task.WhenAny(_listening.Task, exited).WaitAsync(StartLimit) == exited)
        {
            throw new InvalidOperationException($"docker-registry ended with {_process.ExitCode}:\n{_output}");
        }

        Address = await _listening.Task;
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri($"http://127.0.0.1:{int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)}/"));
        }
    }

    [GeneratedRegex(@"listening on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
