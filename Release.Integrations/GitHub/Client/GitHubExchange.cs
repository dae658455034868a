using System.Net;
using Microsoft.Extensions.Logging;
using Release.Core.Ports;

namespace Release.Integrations.GitHub.Client;

/// <summary>
/// Requests and their answers: limits are kept, what is safe is repeated, what is known already is not sent again,
/// redirects go no further than GitHub itself.
/// </summary>
internal sealed partial class GitHubExchange(GitHubTransport transport, Func<GitHubAddresses> addresses, GitHubContact contact, TimeProvider time, ILogger logger, Func<double> jitter) : IDisposable
{
    private const int Repeats = 2;
    private const int MostRedirects = 3;
    private const int MostKeptAnswers = 4_000;
    private const long MostKeptBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);

    private readonly GitHubQuota _quota = new(contact, time);
    private readonly RecentlyUsed<Uri, GitHubAnswer> _kept = new(MostKeptAnswers, MostKeptBytes, answer => answer.Body.Length + 500);

    public GitHubQuota Quota => _quota;

    /// <summary>An answer that is a success, or one whose status the request expects.</summary>
    /// <exception cref="OutsideException">Everything else.</exception>
    public Task<GitHubAnswer> SendAsync(GitHubRequest request, IGitHubCredential credential, CancellationToken cancellationToken) =>
        SendAsync(request, addresses().Of(request), credential, cancellationToken);

    /// <summary>The page after an answer.</summary>
    public Task<GitHubAnswer> NextAsync(GitHubRequest request, GitHubAnswer before, IGitHubCredential credential, CancellationToken cancellationToken)
    {
        var next = before.Next ?? throw new InvalidOperationException("There is no next page.");
        return GitHubAddresses.IsSameHost(next, before.Address)
            ? SendAsync(request, next, credential, cancellationToken)
            : throw GitHubErrors.From(before with { Status = HttpStatusCode.Found, Location = next }, request);
    }

    /// <summary>Remembers an answer that could be read: asked again with its tag, GitHub need not send it again, and it costs no quota.</summary>
    public void Keep(GitHubRequest request, GitHubAnswer answer)
    {
        if (request.Route.IsSafe && answer is { Status: HttpStatusCode.OK, EntityTag: not null })
        {
            _kept.Keep(answer.Address, answer);
        }
    }

    public void Dispose()
    {
        transport.Dispose();
        _quota.Dispose();
    }

    private async Task<GitHubAnswer> SendAsync(GitHubRequest request, Uri address, IGitHubCredential credential, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await PersistAsync(request, address, credential, cancellationToken);
            if (answer.IsSuccess || request.Expected.Contains(answer.Status))
            {
                contact.Answered();
                return answer;
            }

            var refusal = GitHubErrors.From(answer, request);
            if ((int)answer.Status >= 500)
            {
                contact.Failed(refusal.Message);
            }
            else
            {
                contact.Answered();
            }

            throw refusal;
        }
        catch (GitHubTroubleException trouble)
        {
            LogTrouble(logger, request.Route.Method, request.Route.Template, trouble.Message);
            contact.Failed(trouble.Message);
            throw new OutsideException(trouble.Message, trouble.Kind, trouble.InnerException);
        }
    }

    /// <summary>Repeats what is safe after trouble, a little later; not while GitHub is away anyway: then the first look is enough.</summary>
    private async Task<GitHubAnswer> PersistAsync(GitHubRequest request, Uri address, IGitHubCredential credential, CancellationToken cancellationToken)
    {
        for (var repeat = 0; ; repeat++)
        {
            var isLast = repeat >= Repeats || !request.IsSafe || contact.IsAway;
            try
            {
                var answer = await FollowAsync(request, address, credential, cancellationToken);
                if (isLast || answer.Status is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
                {
                    return answer;
                }
            }
            catch (GitHubTroubleException trouble) when (!isLast && trouble.Kind is not Release.Core.Deployments.FailureKind.Timeout)
            {
                LogRepeated(logger, request.Route.Method, request.Route.Template, trouble.Message);
            }

            await Task.Delay(s_firstPause * Math.Pow(3, repeat) * (0.5 + (jitter() / 2)), time, cancellationToken);
        }
    }

    private async Task<GitHubAnswer> FollowAsync(GitHubRequest request, Uri address, IGitHubCredential credential, CancellationToken cancellationToken)
    {
        for (var hop = 0; ; hop++)
        {
            var answer = await AskAsync(request, address, credential, cancellationToken);
            // A request that was redirected was not acted upon, so even a change may follow; 302 alone would make it a question.
            var mayFollow = answer.IsRedirect && hop < MostRedirects && (request.Route.IsSafe || answer.Status is not HttpStatusCode.Found);
            if (!mayFollow || answer.Location is null || !GitHubAddresses.IsSameHost(answer.Location, address))
            {
                return answer;
            }

            address = answer.Location;
        }
    }

    private async Task<GitHubAnswer> AskAsync(GitHubRequest request, Uri address, IGitHubCredential credential, CancellationToken cancellationToken)
    {
        for (var isRenewed = false; ; isRenewed = true)
        {
            // A token is not worth renewing for what may not leave.
            _quota.ThrowIfUsedUp(request.Quota);
            var known = request.Route.IsSafe && _kept.TryGet(address, out var kept) ? kept : null;
            var authorization = await credential.GetAsync(cancellationToken);
            var answer = await _quota.InTurnAsync(
                request.Quota, () => transport.SendAsync(request, address, authorization, known?.EntityTag, cancellationToken), cancellationToken);
            if (answer.Status is HttpStatusCode.Unauthorized && !isRenewed && credential.Rejected(authorization))
            {
                continue;
            }

            // GitHub's limits are those of the newest answer, the rest is as it was.
            return answer.Status is HttpStatusCode.NotModified && known is not null ? known with { Limits = answer.Limits } : answer;
        }
    }
}
