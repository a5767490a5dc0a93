using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

/// <summary>What every store of releases keeps to.</summary>
public abstract class ReleaseStoreContract
{
    protected abstract IReleaseStore Store { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_release_is_found_as_it_was_added_with_all_of_its_image()
    {
        var image = TestImage.Nano(bytes: 30_000);
        var file = TestImage.Release(7, "0.2.0", "2026-11-a", "drone", "0.1.0", image);
        var release = file.Release with { PublishedAt = OtaFixture.Now, PublishedBy = "owner" };

        Assert.True(release.IsSame(await Store.AddAsync(release, image, Token)));

        var found = (await Store.FindAsync(7, Token))!;
        Assert.True(release.IsSame(found));
        Assert.Equal((release.PublishedAt, "owner", release.MinVersion), (found.PublishedAt, found.PublishedBy, found.MinVersion));
        Assert.Equal(image, (await Store.ReadAsync(found, 0, image.Length, Token)).ToArray());
        Assert.Null(await Store.FindAsync(8, Token));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2046)]
    [InlineData(4092, 2046)]
    [InlineData(8183, 2)]
    [InlineData(8184, 8184)]
    [InlineData(8000, 20_000)]
    [InlineData(29_999, 1)]
    public async Task Any_part_of_an_image_can_be_read(int offset, int count)
    {
        var image = TestImage.Nano(bytes: 30_000);
        var release = await Store.AddAsync(TestImage.Release(image: image).Release, image, Token);

        Assert.Equal(image[offset..(offset + count)], (await Store.ReadAsync(release, offset, count, Token)).ToArray());
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(1, int.MaxValue)]
    [InlineData(int.MaxValue, 1)]
    public async Task What_is_not_all_in_the_image_is_refused(int offset, int count)
    {
        var image = TestImage.Nano();
        var release = await Store.AddAsync(TestImage.Release(image: image).Release, image, Token);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.ReadAsync(release, offset, count, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.ReadAsync(release, 1, image.Length, Token));
    }

    [Fact]
    public async Task A_build_is_one_release_for_ever()
    {
        var (first, second) = (TestImage.Release(7), TestImage.Release(7, image: TestImage.Nano(bytes: 9000)));
        await Store.AddAsync(first.Release, first.Image, Token);

        var stored = await Store.AddAsync(second.Release, second.Image, Token);

        Assert.True(stored.IsSame(first.Release));
        Assert.Equal(first.Image.ToArray(), (await Store.ReadAsync(stored, 0, stored.Size, Token)).ToArray());
    }

    [Fact]
    public async Task Of_many_at_once_one_is_added_and_all_see_that_one_with_its_image()
    {
        var files = Enumerable.Range(1, 6).Select(i => TestImage.Release(7, image: TestImage.Nano(bytes: 9000 + i))).ToList();

        var seen = await Task.WhenAll(files.Select(file => Task.Run(async () => await Store.AddAsync(file.Release, file.Image, Token), Token)));

        var won = Assert.Single(files, file => file.Release.Sha256 == seen[0].Sha256);
        Assert.All(seen, release => Assert.Equal(won.Release.Sha256, release.Sha256));
        Assert.Equal(won.Image.ToArray(), (await Store.ReadAsync(seen[0], 0, seen[0].Size, Token)).ToArray());
    }

    [Fact]
    public async Task The_list_has_all_the_highest_build_first()
    {
        Assert.Empty(await Store.ListAsync(Token));
        foreach (var build in new[] { 9, 100, int.MaxValue, 1 })
        {
            var file = TestImage.Release(build, image: TestImage.Nano());
            await Store.AddAsync(file.Release, file.Image, Token);
        }

        Assert.Equal([int.MaxValue, 100, 9, 1], (await Store.ListAsync(Token)).Select(release => release.Build));
    }

    [Fact]
    public async Task The_largest_image_is_kept_whole()
    {
        var image = TestImage.Nano(bytes: OtaImage.MaxBytes - TestImage.Nano(bytes: 0).Length);
        var release = await Store.AddAsync(TestImage.Release(image: image).Release, image, Token);

        Assert.Equal(image, (await Store.ReadAsync(release, 0, image.Length, Token)).ToArray());
    }
}
