using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Integrations.SmokeTests;

/// <summary>The settings of one application in one environment, with all overrides applied.</summary>
internal sealed record SmokeTestSettings
{
    public required SmokeTestKind Kind { get; init; }

    public required HttpPart Http { get; init; }

    public required JobPart Job { get; init; }

    public required WorkflowPart Workflow { get; init; }

    public required int MaxOutputBytes { get; init; }

    /// <param name="options">Must be valid.</param>
    /// <param name="application">Null for an application without overrides.</param>
    /// <param name="environment">Null for an environment without overrides.</param>
    public static SmokeTestSettings Of(SmokeTestOptions options, ApplicationName? application, EnvironmentName? environment)
    {
        var layers = new Layers(options, application, environment);
        return new SmokeTestSettings
        {
            Kind = Enum.TryParse<SmokeTestKind>(layers.Text(layer => layer.Kind) ?? options.Kind, ignoreCase: true, out var kind) ? kind : SmokeTestKind.Http,
            Http = new HttpPart(
                layers.Text(layer => layer.UrlTemplate) ?? options.UrlTemplate,
                environment is null ? null : options.BaseAddresses.GetValueOrDefault(environment.Value),
                layers.Number(layer => layer.ExpectedStatus) ?? options.ExpectedStatus,
                TimeSpan.FromSeconds(layers.Number(layer => layer.TimeoutSeconds) ?? options.TimeoutSeconds),
                TimeSpan.FromSeconds(layers.Number(layer => layer.DeadlineSeconds) ?? options.DeadlineSeconds)),
            Job = layers.Job(options.Job),
            Workflow = layers.Workflow(options.Workflow),
            MaxOutputBytes = options.MaxOutputKilobytes * 1024,
        };
    }

    /// <param name="UrlTemplate">The address to request.</param>
    /// <param name="BaseAddress">The value of <c>{base}</c>; null if none is set.</param>
    /// <param name="ExpectedStatus">The status that means passed.</param>
    /// <param name="Timeout">For one answer.</param>
    /// <param name="Deadline">For the whole run.</param>
    internal sealed record HttpPart(string UrlTemplate, string? BaseAddress, int ExpectedStatus, TimeSpan Timeout, TimeSpan Deadline);

    /// <summary>See <see cref="SmokeTestJobOptions"/>.</summary>
    internal sealed record JobPart
    {
        public string? Image { get; init; }

        public string? TemplateFile { get; init; }

        public IReadOnlyList<string> Command { get; init; } = [];

        public IReadOnlyList<string> Arguments { get; init; } = [];

        public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, string> Requests { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, string> Limits { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

        public string? ServiceAccountName { get; init; }

        public string? Namespace { get; init; }

        public string? Container { get; init; }

        public RunTimes Times { get; init; } = RunTimes.Default;
    }

    /// <summary>See <see cref="SmokeTestWorkflowOptions"/>.</summary>
    internal sealed record WorkflowPart
    {
        public static readonly IReadOnlyDictionary<string, string> UsualParameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["application"] = "{application}",
            ["environment"] = "{environment}",
            ["version"] = "{version}",
        };

        public string Template { get; init; } = "";

        public bool ClusterScope { get; init; }

        public string? Namespace { get; init; }

        public IReadOnlyDictionary<string, string> Parameters { get; init; } = UsualParameters;

        public string? ServiceAccountName { get; init; }

        public RunTimes Times { get; init; } = RunTimes.Default;
    }

    /// <param name="Deadline">After this time the cluster stops the tests.</param>
    /// <param name="Start">Within this time they must start.</param>
    /// <param name="Keep">For this time the cluster keeps the finished object.</param>
    internal sealed record RunTimes(TimeSpan Deadline, TimeSpan Start, TimeSpan Keep)
    {
        public static readonly RunTimes Default = Of(null, null, null);

        public static RunTimes Of(int? deadline, int? start, int? keep) =>
            new(TimeSpan.FromSeconds(deadline ?? 600), TimeSpan.FromSeconds(start ?? 180), TimeSpan.FromSeconds(keep ?? 3600));
    }

    /// <summary>The overrides that apply, the most specific first.</summary>
    private sealed class Layers(SmokeTestOptions options, ApplicationName? application, EnvironmentName? environment)
    {
        private readonly SmokeTestOverride[] _layers =
        [
            .. new[]
            {
                application is null || environment is null ? null : new Cell(application, environment).ToString(),
                application?.Value,
                environment?.Value,
            }
                .Select(key => key is null ? null : options.Overrides.GetValueOrDefault(key)).OfType<SmokeTestOverride>(),
        ];

        public string? Text(Func<SmokeTestOverride, string?> read) => First(_layers.Select(read));

        public int? Number(Func<SmokeTestOverride, int?> read) => _layers.Select(read).FirstOrDefault(value => value is not null);

        public JobPart Job(SmokeTestJobOptions usual)
        {
            SmokeTestJobOptions[] all = [.. _layers.Select(layer => layer.Job), usual];

            // An image and a manifest exclude each other: the more specific setting wins.
            var source = Array.Find(all, job => NotEmpty(job.Image) || NotEmpty(job.TemplateFile));
            return new JobPart
            {
                Image = NotEmpty(source?.TemplateFile) ? null : source?.Image,
                TemplateFile = NotEmpty(source?.TemplateFile) ? source?.TemplateFile : null,
                Command = Of(all, job => job.Command) ?? [],
                Arguments = Of(all, job => job.Arguments) ?? [],
                EnvironmentVariables = Merged(all.Select(job => job.EnvironmentVariables)),
                Requests = Merged(all.Select(job => job.Requests)),
                Limits = Merged(all.Select(job => job.Limits)),
                ServiceAccountName = First(all.Select(job => job.ServiceAccountName)),
                Namespace = First(all.Select(job => job.Namespace)),
                Container = First(all.Select(job => job.Container)),
                Times = RunTimes.Of(Of(all, job => job.DeadlineSeconds), Of(all, job => job.StartSeconds), Of(all, job => job.KeepSeconds)),
            };
        }

        public WorkflowPart Workflow(SmokeTestWorkflowOptions usual)
        {
            SmokeTestWorkflowOptions[] all = [.. _layers.Select(layer => layer.Workflow), usual];
            return new WorkflowPart
            {
                Template = First(all.Select(workflow => workflow.Template)) ?? "",
                ClusterScope = Of(all, workflow => workflow.ClusterScope) ?? false,
                Namespace = First(all.Select(workflow => workflow.Namespace)),
                Parameters = Of(all, workflow => workflow.Parameters is { Count: > 0 } set ? set : null) ?? WorkflowPart.UsualParameters,
                ServiceAccountName = First(all.Select(workflow => workflow.ServiceAccountName)),
                Times = RunTimes.Of(
                    Of(all, workflow => workflow.DeadlineSeconds), Of(all, workflow => workflow.StartSeconds), Of(all, workflow => workflow.KeepSeconds)),
            };
        }

        private static TValue? Of<TLayer, TValue>(IEnumerable<TLayer> layers, Func<TLayer, TValue?> read) =>
            layers.Select(read).FirstOrDefault(value => value is not null);

        /// <summary>The first value that is not empty; empty values in appsettings.json only document an option.</summary>
        private static string? First(IEnumerable<string?> texts) => texts.FirstOrDefault(NotEmpty);

        private static bool NotEmpty(string? text) => !string.IsNullOrEmpty(text);

        /// <summary>Merges by name, so that an application's values do not remove those of its environment.</summary>
        private static Dictionary<string, string> Merged(IEnumerable<Dictionary<string, string>?> layers)
        {
            var merged = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, value) in layers.OfType<Dictionary<string, string>>().SelectMany(layer => layer))
            {
                merged.TryAdd(name, value);
            }

            return merged;
        }
    }
}

/// <summary>How an application's smoke tests are run.</summary>
internal enum SmokeTestKind
{
    /// <summary>An HTTP address.</summary>
    Http,

    /// <summary>A Kubernetes Job that Release creates in the environment's cluster.</summary>
    Job,

    /// <summary>An Argo Workflow that Release creates from a <c>WorkflowTemplate</c> in the environment's cluster.</summary>
    Workflow,

    /// <summary>There are none; the step passes and says so.</summary>
    None,
}
