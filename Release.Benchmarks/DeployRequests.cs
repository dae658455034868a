using System.Net.Http.Json;

namespace Release.Benchmarks;

internal static class DeployRequests
{
    /// <summary>What an application's Deploy workflow sends (contracts §2), with promotion.</summary>
    public static async Task RequestAsync(this HttpClient machine, string application, string version)
    {
        var request = new { environment = "integration", repoName = application, imageTag = version, promoteDeployment = "true" };
        using var response = await machine.PostAsJsonAsync(new Uri("/api/v1/events/apps/update-image-tag", UriKind.Relative), request);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{application} {version} was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>The time that a part of them did not exceed; of sorted times.</summary>
    public static double At(this List<double> sorted, double part) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
}
