using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Release.Core.Applications;
using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// Runs the tests by a request to an address. The expected status means passed, 202 still running (ask again after
/// Retry-After), any other answer of the application failed. If the application did not answer (no connection, a time-out,
/// or 502, 503 or 504 from a proxy), the tests could not run, and the step's policy retries (contracts §6). Redirects are
/// not followed, because the answer must come from the configured address.
/// </summary>
internal sealed class HttpSmokeTests(HttpClient http, ApplicationPlacements placements, ObservedRuns runs, TimeProvider clock) : ISmokeTestRunner
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public SmokeTestKind Kind => SmokeTestKind.Http;

    public async Task<SmokeTestResult> RunAsync(
        Cell cell, ImageTag version, string run, SmokeTestSettings settings, CancellationToken cancellationToken)
    {
        var part = settings.Http;
        if (part.UrlTemplate.Length == 0)
        {
            return CouldNotRun($"No address is configured for the smoke tests: set {SmokeTestOptions.Section}:UrlTemplate.");
        }

        var observed = runs.Of(new SmokeTestRun(cell, version, run, placements.Of(cell.Application).Namespace, null));
        if (observed.Ended is { } ended)
        {
            return ended;
        }

        var result = await AskAsync(part, cell, version, run, settings.MaxOutputBytes, cancellationToken);
        return result.Outcome == SmokeTestOutcome.Running ? WithinDeadline(result, part.Deadline, observed) : result;
    }

    private async Task<SmokeTestResult> AskAsync(
        SmokeTestSettings.HttpPart part, Cell cell, ImageTag version, string run, int maxBytes, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(part.Timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address(part, cell, version, run));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return Judge(response, await ReadAsync(response, maxBytes, both.Token), part, version);
        }
        catch (FormatException exception)
        {
            return CouldNotRun(exception.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return CouldNotRun($"The smoke tests could not be reached: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CouldNotRun($"The smoke tests did not answer within {part.Timeout.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>
    /// Release gives up after the deadline, because it cannot stop tests behind an address. Another process that takes over
    /// starts counting again; the step's own time limit applies in any case.
    /// </summary>
    private SmokeTestResult WithinDeadline(SmokeTestResult running, TimeSpan deadline, ObservedRun observed)
    {
        var now = clock.GetUtcNow();
        observed.RunningSince ??= now;
        return now - observed.RunningSince < deadline
            ? running
            : observed.Ended = new SmokeTestResult(
                SmokeTestOutcome.CouldNotRun,
                $"The smoke tests did not end within {deadline.TotalSeconds:0} seconds",
                running.Output,
                SmokeTestAnswer.FailingLine(running.Output));
    }

    private Uri Address(SmokeTestSettings.HttpPart part, Cell cell, ImageTag version, string run) => SmokeTestAddress.Fill(
        part.UrlTemplate,
        part.BaseAddress,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["application"] = cell.Application.Value,
            ["environment"] = cell.Environment.Value,
            ["version"] = version.Value,
            ["namespace"] = placements.Of(cell.Application).Namespace,
            ["run"] = run,
        });

    private SmokeTestResult Judge(HttpResponseMessage response, string text, SmokeTestSettings.HttpPart part, ImageTag version)
    {
        var status = (int)response.StatusCode;
        var (answered, output) = SmokeTestAnswer.Read(text);
        if (response.StatusCode == HttpStatusCode.Accepted)
        {
            return new SmokeTestResult(SmokeTestOutcome.Running, "The smoke tests are running", output, LookAgainAfter: RetryAfter(response) ?? LookAgain);
        }

        if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
        {
            return new SmokeTestResult(
                SmokeTestOutcome.CouldNotRun, $"Nothing answered for the application (status {status})", output, SmokeTestAnswer.FailingLine(output), RetryAfter(response));
        }

        if (status is >= 300 and < 400)
        {
            return CouldNotRun($"The smoke tests' address redirects (status {status}), and Release does not follow redirects: set {SmokeTestOptions.Section}:UrlTemplate to the final address.");
        }

        if (status != part.ExpectedStatus)
        {
            return new SmokeTestResult(SmokeTestOutcome.Failed, $"The smoke tests failed (status {status})", output, SmokeTestAnswer.FailingLine(output));
        }

        return answered.IsOtherThan(version)
            ? new SmokeTestResult(SmokeTestOutcome.Failed, $"Version {answered} answered instead of {version}", output, SmokeTestAnswer.FailingLine(output))
            : new SmokeTestResult(SmokeTestOutcome.Passed, "The smoke tests passed", output);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var after = response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - clock.GetUtcNow());
        return after switch
        {
            null => null,
            { Ticks: < 0 } => TimeSpan.Zero,
            _ => after < LongestPause ? after : LongestPause,
        };
    }

    /// <summary>Reads text up to the limit; of other content only the type is kept.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is not null && !type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            && !type.EndsWith("json", StringComparison.OrdinalIgnoreCase) && !type.EndsWith("xml", StringComparison.OrdinalIgnoreCase))
        {
            return $"(an answer of type {type} is not kept)";
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[maxBytes + 1];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(buffer, 0, Math.Min(read, maxBytes));
        return read <= maxBytes ? text : $"{text}\n(cut after {maxBytes / 1024} kB)";
    }

    private static SmokeTestResult CouldNotRun(string message) => new(SmokeTestOutcome.CouldNotRun, message);
}

/// <summary>Fills an address template. Values are percent-encoded, so that they cannot change the host.</summary>
internal static partial class SmokeTestAddress
{
    private const string BasePlaceholder = "{base}";

    private static readonly string[] Known = ["application", "environment", "version", "namespace", "run"];

    /// <summary>What is wrong with a template, to be put after the option's name; null if it is valid.</summary>
    public static string? Problem(string template)
    {
        var rest = template;
        if (template.StartsWith(BasePlaceholder, StringComparison.Ordinal))
        {
            rest = template[BasePlaceholder.Length..];
            if (rest.Length > 0 && rest[0] is not ('/' or '?'))
            {
                return "must continue with '/' after {base}.";
            }
        }
        else if (!HasFixedScheme(template))
        {
            return "must begin with http://, https:// or {base}.";
        }

        var unknown = Placeholder().Matches(rest).Select(match => match.Groups["name"].Value).FirstOrDefault(name => !Known.Contains(name));
        return unknown is null ? null : $"has the unknown placeholder {{{unknown}}}: use {{base}} at the beginning, {string.Join(", ", Known.Select(name => $"{{{name}}}"))}.";
    }

    /// <exception cref="FormatException">There is no base address, or the result is not an address.</exception>
    public static Uri Fill(string template, string? baseAddress, IReadOnlyDictionary<string, string> values)
    {
        if (template.StartsWith(BasePlaceholder, StringComparison.Ordinal))
        {
            template = (baseAddress ?? throw new FormatException(
                $"{SmokeTestOptions.Section}:BaseAddresses has no address for this environment.")).TrimEnd('/') + template[BasePlaceholder.Length..];
        }

        var text = Placeholder().Replace(template, match => Uri.EscapeDataString(values.GetValueOrDefault(match.Groups["name"].Value, "")));
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? address
            : throw new FormatException($"{SmokeTestOptions.Section}:UrlTemplate does not give an http or https address.");
    }

    private static bool HasFixedScheme(string template) =>
        template.StartsWith("http://", StringComparison.Ordinal) || template.StartsWith("https://", StringComparison.Ordinal);

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
