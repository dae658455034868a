using System.Text.Json;
using Release.Sandbox.Faults;
using Release.Sandbox.World;

namespace Release.Sandbox.Control;

/// <summary>The control API for pull requests and misbehaving versions.</summary>
internal static class MisbehaviourEndpoints
{
    private static readonly string[] Filters = ["application", "version", "environment", "kind"];
    private const string Any = "*";

    public static void MapMisbehaviours(this IEndpointRouteBuilder routes)
    {
        const string path = $"{ControlGuard.Api}/misbehaviours";
        routes.MapGet(path, context => ControlAnswers.Ok(context, context.World().Faults.List().Select(MisbehaviourView.Of)));
        routes.MapMethods(path, [HttpMethods.Post, HttpMethods.Put], SetAsync);
        routes.MapDelete(path, ClearAsync);
        routes.MapPost($"{ControlGuard.Api}/pull-requests", MergeAsync);
    }

    private static async Task SetAsync(HttpContext context)
    {
        var world = context.World();
        var body = await ControlBody.ReadAsync(context.Request);
        var application = body.Application("application");
        var version = body.OptionalText("version") ?? Any;
        if (version != Any && !ControlBody.IsVersion(version))
        {
            body.Fail("version", "is not valid. It is an image tag: letters, digits, '_', '.' and '-', at most 128 characters, for example v1367.");
        }

        var environment = body.OptionalText("environment") ?? Any;
        if (environment != Any && !world.Options.Environments.Contains(environment, StringComparer.Ordinal))
        {
            body.Fail("environment", $"is not valid. Known environments are {string.Join(", ", world.Options.Environments)}.");
        }

        var word = body.Text("kind");
        if (!MisbehaviourView.TryParse(word, out var kind) && !string.IsNullOrWhiteSpace(word))
        {
            body.Fail("kind", $"is one of {MisbehaviourView.Kinds}.");
        }

        if (!await body.RefusedAsync(context))
        {
            var rule = new MisbehaviourRule(application, kind, version, environment);
            await world.Faults.SetAsync(rule, context.RequestAborted);
            await ControlAnswers.Ok(context, MisbehaviourView.Of(rule));
        }
    }

    /// <summary>Removes the misbehaviours that match application, version, environment and kind; without any of these, all.</summary>
    private static async Task ClearAsync(HttpContext context)
    {
        var world = context.World();
        var query = context.Request.Query;
        if (query.Keys.FirstOrDefault(name => !Filters.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            // Without it more would be removed than was meant.
            await ControlAnswers.Field(context, unknown, $"is not a filter. Known are {string.Join(", ", Filters)}.");
            return;
        }

        string kind = query["kind"].ToString();
        Misbehaviour parsed = default;
        if (kind.Length > 0 && !MisbehaviourView.TryParse(kind, out parsed))
        {
            await ControlAnswers.Field(context, "kind", $"is one of {MisbehaviourView.Kinds}.");
            return;
        }

        foreach (var rule in world.Faults.List().Where(rule =>
            Fits("application", rule.Application) && Fits("version", rule.Version) && Fits("environment", rule.Environment)
            && (kind.Length == 0 || rule.Misbehaviour == parsed)))
        {
            await world.Faults.ClearAsync(rule, context.RequestAborted);
        }

        await ControlAnswers.NoContent(context);

        bool Fits(string field, string actual) => query[field].ToString() is not { Length: > 0 } wanted || wanted == actual;
    }

    private static async Task MergeAsync(HttpContext context)
    {
        var body = await ControlBody.ReadAsync(context.Request);
        var application = body.Application("application");
        if (await body.RefusedAsync(context))
        {
            return;
        }

        try
        {
            await ControlAnswers.Ok(context, await context.World().MergePullRequestAsync(application, context.RequestAborted));
        }
        catch (InvalidOperationException refused)
        {
            await ControlAnswers.Conflict(context, refused.Message);
        }
        catch (HttpRequestException unanswered)
        {
            await ControlAnswers.Problem(context, StatusCodes.Status502BadGateway, "Release did not answer", unanswered.Message);
        }
    }

    /// <summary>What the handlers share.</summary>
    public static SandboxWorld World(this HttpContext context) => context.RequestServices.GetRequiredService<SandboxWorld>();
}

/// <summary>A version that misbehaves.</summary>
/// <param name="Version">An image tag, or <c>*</c> for any.</param>
/// <param name="Environment">An environment, or <c>*</c> for any.</param>
/// <param name="Kind">One of <see cref="Kinds"/>, such as crashLoop.</param>
internal sealed record MisbehaviourView(string Application, string Version, string Environment, string Kind)
{
    public static readonly string Kinds = string.Join(", ", Enum.GetValues<Misbehaviour>().Select(WordOf));

    public static MisbehaviourView Of(MisbehaviourRule rule) =>
        new(rule.Application, rule.Version, rule.Environment, WordOf(rule.Misbehaviour));

    /// <summary>Reads <c>crashLoop</c>, <c>CrashLoop</c>, <c>crash-loop</c>.</summary>
    public static bool TryParse(string? word, out Misbehaviour kind)
    {
        var letters = word?.Replace("-", "", StringComparison.Ordinal);
        kind = Enum.GetValues<Misbehaviour>().FirstOrDefault(known => IsNamed(known, letters));
        return IsNamed(kind, letters);
    }

    private static bool IsNamed(Misbehaviour kind, string? letters) =>
        string.Equals(kind.ToString(), letters, StringComparison.OrdinalIgnoreCase);

    private static string WordOf(Misbehaviour kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
