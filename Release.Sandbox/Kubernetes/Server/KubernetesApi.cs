using Release.Sandbox.Kubernetes.Access;
using Release.Sandbox.Kubernetes.Discovery;
using Release.Sandbox.Kubernetes.Endpoints;
using Release.Sandbox.Kubernetes.Requests;
using Release.Sandbox.Kubernetes.Responses;

namespace Release.Sandbox.Kubernetes.Server;

/// <summary>The API server of one cluster: authenticates, authorises and dispatches requests.</summary>
internal sealed class KubernetesApi
{
    private readonly KubernetesApiSetup _setup;
    private readonly Authenticator _authenticator;
    private readonly Authorizer _authorizer;
    private readonly AccessReviews _reviews;
    private readonly ServiceAccountTokens _tokens;
    private readonly ObjectEndpoints _objects;
    private readonly ScaleEndpoint _scale;

    public KubernetesApi(KubernetesApiSetup setup)
    {
        _setup = setup;
        _tokens = new ServiceAccountTokens(setup.Store, setup.Time);
        _authenticator = new Authenticator(setup.AdminToken, setup.Authority, _tokens);
        _authorizer = new Authorizer(setup.Store);
        _reviews = new AccessReviews(_authorizer);
        _objects = new ObjectEndpoints(setup);
        _scale = new ScaleEndpoint(setup.Store);
        BootstrapRoles.Write(setup.Store);
    }

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await _setup.Faults.ApplyFaultsAsync(context);
            await AnswerAsync(context);
        }
        catch (KubernetesError error) when (!context.Response.HasStarted)
        {
            await ApiResponse.WriteAsync(context, error.ToStatus(), error.Code);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path is "/healthz" or "/livez" or "/readyz")
        {
            await context.Response.WriteAsync("ok", context.RequestAborted);
            return;
        }

        var user = _authenticator.Identify(context);
        if (user == UserInfo.Anonymous && path is not ("/version" or "/version/"))
        {
            throw KubernetesError.Unauthorized();
        }

        if (AccessReviews.IsReview(path) && HttpMethods.IsPost(context.Request.Method))
        {
            var review = await RequestBody.ReadOptionsAsync(context) ?? [];
            await ApiResponse.WriteAsync(context, _reviews.Answer(path, user, review), StatusCodes.Status201Created);
            return;
        }

        if (DiscoveryResponse.Of(path) is { } discovered)
        {
            CheckPath(user, context, path);
            CheckForm(context, path);
            await ApiResponse.WriteAsync(context, discovered);
            return;
        }

        var request = ApiRequest.Read(context, ResourcePath.Parse(path), user);
        CheckAccess(request);
        await AnswerAsync(request);
    }

    private void CheckPath(UserInfo user, HttpContext context, string path)
    {
        var access = AccessRequest.ForPath(context.Request.Method.ToLowerInvariant(), path);
        if (user != UserInfo.Anonymous && !_authorizer.IsAllowed(user, access))
        {
            throw access.Refusal(user);
        }
    }

    /// <summary>Clients first request Swagger as protobuf, which is not supported; they continue with OpenAPI 3 or without.</summary>
    private static void CheckForm(HttpContext context, string path)
    {
        if (path == "/openapi/v2" && context.Request.Headers.Accept.ToString() is { Length: > 0 } accept && !accept.Contains("json", StringComparison.Ordinal) && !accept.Contains("*/*", StringComparison.Ordinal))
        {
            throw new KubernetesError(406, "NotAcceptable", "only the following media types are accepted: application/json");
        }
    }

    private void CheckAccess(ApiRequest request)
    {
        var resource = request.Path.Subresource is { } subresource ? $"{request.Kind.Plural}/{subresource}" : request.Kind.Plural;
        var @namespace = request.Kind == ResourceKinds.Namespaces ? request.Name : request.Namespace;
        var access = new AccessRequest(request.Verb, request.Kind.Group, resource, @namespace, request.Name);
        if (_setup.Faults.Refusals.Any(rule => rule.Matches(request.Verb, resource)) || !_authorizer.IsAllowed(request.User, access))
        {
            throw access.Refusal(request.User);
        }
    }

    private Task AnswerAsync(ApiRequest request) => (request.Verb, request.Path) switch
    {
        ("watch", _) => new WatchResponse(request, _setup).WriteAsync(),
        ("list", _) => new ListResponse(request, _setup).WriteAsync(),
        ("get", { Subresource: "log" }) when request.Kind == ResourceKinds.Pods =>
            new LogResponse(request.Context, _setup.Store, _setup.Logs, _setup.Time).WriteAsync(request.Namespace, request.Name),
        (_, { Subresource: "scale" }) when request.Kind.HasScale => _scale.AnswerAsync(request),
        ("create", { Subresource: "token" }) when request.Kind == ResourceKinds.ServiceAccounts => IssueTokenAsync(request),
        (_, { Subresource: "status" }) when !request.Kind.HasStatus => throw KubernetesError.NoSuchPath(),
        (_, { Subresource: not (null or "status") }) => throw KubernetesError.NoSuchPath(),
        ("get", _) => _objects.GetAsync(request),
        ("create", { Name: null }) => _objects.CreateAsync(request),
        ("update", _) => _objects.ReplaceAsync(request),
        ("patch", { Name: not null }) => _objects.PatchAsync(request),
        ("delete", { Subresource: null }) => _objects.DeleteAsync(request),
        ("deletecollection", _) => _objects.DeleteCollectionAsync(request),
        _ => throw KubernetesError.MethodNotAllowed(),
    };

    private async Task IssueTokenAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadOptionsAsync(request.Context) ?? [];
        await ApiResponse.WriteAsync(request.Context, _tokens.Issue(request.Namespace, request.Name, body), StatusCodes.Status201Created);
    }
}
